"""Editing over HTTP: what requests hold, each change made once, the library and the jobs behind the routes."""
