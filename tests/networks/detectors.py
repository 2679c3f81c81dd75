#!/usr/bin/env python3
"""Makes a detector of torchvision with weights that a seed gives, as an ONNX file, an image and what torch finds in it.

    detectors.py KIND FOLDER

KIND is ssdlite320_mobilenet_v3_large, fasterrcnn_mobilenet_v3_large_320_fpn or the name of another function of torchvision.models.detection; or maskrcnn_mobilenet, which is
a Mask R-CNN over the backbone of the second. Into the folder go network.onnx, image (Float32, [3, 320, 320]), boxes, scores and labels (Float32, row by row) and, of networks
with masks, masks: a byte for each pixel of [n, 320, 320], 1 where the mask is over 0.5.
"""
import os
import sys

import numpy as np
import torch
import torchvision
from torchvision.models.detection.anchor_utils import AnchorGenerator
from torchvision.models.detection.backbone_utils import mobilenet_backbone
from torchvision.models.detection.mask_rcnn import MaskRCNN

CLASSES = 5
SIDE = 320


def build(kind):
    torch.manual_seed(7)
    if kind == "maskrcnn_mobilenet":
        backbone = mobilenet_backbone(backbone_name="mobilenet_v3_large", weights=None, fpn=True, trainable_layers=6, norm_layer=torch.nn.BatchNorm2d)
        anchors = AnchorGenerator(((32, 64, 128, 256, 512),) * 3, ((0.5, 1.0, 2.0),) * 3)
        model = MaskRCNN(backbone, CLASSES, rpn_anchor_generator=anchors, min_size=SIDE, max_size=SIDE, rpn_pre_nms_top_n_test=150, rpn_post_nms_top_n_test=150, box_detections_per_img=40)
    else:
        model = getattr(torchvision.models.detection, kind)(weights=None, weights_backbone=None, num_classes=CLASSES)

    # as they come out of their initialisers all scores are alike: the last layers are made to differ, and the statistics of norms are those of the image
    generator = torch.Generator().manual_seed(11)
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            if parameter.dim() > 1 and any(part in name for part in ("head", "rpn", "predictor")):
                parameter.mul_(0).add_(torch.randn(parameter.shape, generator=generator) * (1.5 / parameter[0].numel() ** 0.5))
    return model


def picture():
    image = torch.zeros(3, SIDE, SIDE)
    generator = torch.Generator().manual_seed(5)
    for _ in range(24):
        x, y = (int(v) for v in torch.randint(0, SIDE - 60, (2,), generator=generator))
        w, h = (int(v) for v in torch.randint(8, 60, (2,), generator=generator))
        image[:, y:y + h, x:x + w] = torch.rand(3, 1, 1, generator=generator)
    return image + torch.rand(3, SIDE, SIDE, generator=generator) * 0.05


def settle(model, image):
    """Gives the norms of the backbone the mean and variance of what goes through them."""
    norms = [module for module in model.modules() if isinstance(module, torch.nn.BatchNorm2d)]
    for norm in norms:
        norm.momentum = 1.0
        norm.train()
    with torch.no_grad():
        # two, as some maps are a single pixel
        model([image, image.flip(2)])
    for norm in norms:
        norm.eval()


class Flat(torch.nn.Module):
    """A detector whose result is one tensor after the other."""

    def __init__(self, model):
        super().__init__()
        self.model = model

    def forward(self, images):
        found = self.model([images[0]])[0]
        return tuple(found[key] for key in ("boxes", "scores", "labels", "masks") if key in found)


def main(kind, folder):
    torch.set_num_threads(2)
    model = build(kind).eval()
    image = picture()
    settle(model, image)
    with torch.no_grad():
        found = model([image])[0]
    names = [key for key in ("boxes", "scores", "labels", "masks") if key in found]
    axes = {name: {0: "n"} for name in names}
    torch.onnx.export(Flat(model), image[None], os.path.join(folder, "network.onnx"), opset_version=11, input_names=["images"], output_names=names, dynamic_axes=axes)
    image.numpy().astype(np.float32).tofile(os.path.join(folder, "image"))
    for name in names:
        values = found[name].numpy()
        (values > 0.5 if name == "masks" else values.astype(np.float32)).tofile(os.path.join(folder, name))


if __name__ == "__main__":
    main(*sys.argv[1:])
