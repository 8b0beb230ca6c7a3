"""It reads data that stayed at home."""

import json
import os

import numpy as np

print(os.listdir("."), os.path.exists("data/run.json"))
losses = np.loadtxt("losses.csv")
print(losses.mean())
with open("data/run.json") as file:
    run = json.load(file)
print(run["lr"])
