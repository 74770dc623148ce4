"""Figures stated in prose (文中数据), each with its sentence."""
