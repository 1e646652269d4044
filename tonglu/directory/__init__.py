"""Who, what, when: the organisation, the calendar, the catalogue, devices and files."""
