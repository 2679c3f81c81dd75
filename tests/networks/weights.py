#!/usr/bin/env python3
"""Gives the scores that torch gives with weights of checkpoints.py's U-Net.

    weights.py WEIGHTS.pth BANDS CHANNELS IMAGE SCORES

IMAGE holds floats [bands, rows, columns], as the network is fed, square; SCORES receives floats [channels, rows, columns]. Needs python3-torch and python3-torchvision.
"""
import sys

import numpy as np
import torch

from checkpoints import UNet


def main(weights, bands, channels, image, scores):
    state = torch.load(weights)["model"]
    network = UNet(int(bands), classes=int(channels), width=len(state["layers.0.0.weight"])).eval()
    network.load_state_dict(state)
    pixels = np.fromfile(image, np.float32)
    side = int(np.sqrt(pixels.size // int(bands)))
    with torch.no_grad():
        network(torch.from_numpy(pixels.reshape(1, int(bands), side, side))).numpy().tofile(scores)


main(*sys.argv[1:])
