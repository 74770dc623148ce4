"""CMS families (网站平台): how each lists its articles and pages through them."""
