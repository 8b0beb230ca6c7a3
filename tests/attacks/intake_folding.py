"""Constants that fold into gigabytes."""
# walls: strict confined

x = ((((10**9) ** 9) ** 9) ** 9) ** 9
y = "x" * 10**9 * 10
