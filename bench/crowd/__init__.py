"""Members in a process of their own: locust, whose monkey patches must not meet Django. It knows the site by its pages."""
