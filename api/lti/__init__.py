"""Manba as a tool of course sites by LTI 1.3: platforms, logins, launches, deep linking."""
