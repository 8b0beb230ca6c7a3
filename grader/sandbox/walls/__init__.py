"""The walls themselves, one kind a module. Linux only; loaded by the zygote alone, from its own folder.

Each module puts up one wall around the calling process and raises OSError where it cannot stand. Nothing
here knows the kit: the zygote carries these modules behind the walls, where nothing else of it exists.
"""
