"""Reports as files and pages of other systems. Only this room knows their formats."""
