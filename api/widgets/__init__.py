"""Widgets: question boxes on pages of other sites, and which origins may use each of them."""
