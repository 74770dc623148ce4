"""What portals put around a report (页面附加): info boxes, labels, buttons, breadcrumbs, footers."""
