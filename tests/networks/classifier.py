#!/usr/bin/env python3
"""Makes torchvision's ResNet18 with weights that a seed gives, as an ONNX file, a picture with objects, and what torch says of each.

    classifier.py FOLDER

Into the folder go network.onnx ([n, 3, 64, 64], 0 to 1 with ImageNet's mean and deviation taken off, to [n, 4] logits), picture (bytes, [3, 400, 500]), boxes (Int32: first column,
first row, columns, rows of each object) and probabilities (Float32, [objects, 4]): of the object's pixels, resized by torch's antialiased bilinear interpolation.
"""
import os
import sys

import numpy as np
import torch
import torchvision

CLASSES = 4
SIDE = 64
ROWS, COLUMNS = 400, 500
MEAN = torch.tensor([0.485, 0.456, 0.406])[:, None, None]
DEVIATION = torch.tensor([0.229, 0.224, 0.225])[:, None, None]


def picture(generator):
    image = torch.zeros(3, ROWS, COLUMNS)
    for _ in range(220):
        x, y = int(torch.randint(0, COLUMNS - 90, (1,), generator=generator)), int(torch.randint(0, ROWS - 90, (1,), generator=generator))
        w, h = (int(v) for v in torch.randint(6, 90, (2,), generator=generator))
        image[:, y:y + h, x:x + w] = torch.rand(3, 1, 1, generator=generator)
    noise = torch.rand(3, ROWS, COLUMNS, generator=generator)
    return ((image * 0.85 + noise * 0.15) * 255).to(torch.uint8)


def main(folder):
    torch.set_num_threads(2)
    torch.manual_seed(7)
    model = torchvision.models.resnet18(weights=None, num_classes=CLASSES)
    generator = torch.Generator().manual_seed(5)
    image = picture(generator)
    boxes = []
    for _ in range(40):
        w, h = (int(v) for v in torch.randint(8, 150, (2,), generator=generator))
        boxes.append((int(torch.randint(0, COLUMNS - w, (1,), generator=generator)), int(torch.randint(0, ROWS - h, (1,), generator=generator)), w, h))

    def chip(box):
        x, y, w, h = box
        part = image[:, y:y + h, x:x + w].float()[None]
        sized = torch.nn.functional.interpolate(part, (SIDE, SIDE), mode="bilinear", align_corners=False, antialias=True)[0]
        return (sized / 255 - MEAN) / DEVIATION

    batch = torch.stack([chip(box) for box in boxes])
    with torch.no_grad():
        # the norms take the mean and variance of what goes through them, and the last layer tells the images apart
        model.train()
        for module in model.modules():
            if isinstance(module, torch.nn.BatchNorm2d):
                module.momentum = 1.0
        model(batch)
        model.eval()
        features = torch.nn.Sequential(*list(model.children())[:-1])(batch).flatten(1)
        model.fc.bias.zero_()
        model.fc.weight.copy_(torch.randn(CLASSES, features.shape[1], generator=generator))
        raw = features @ model.fc.weight.T
        model.fc.bias.copy_(-raw.mean(0))
        scale = 1.5 / raw.std()
        model.fc.weight.mul_(scale)
        model.fc.bias.mul_(scale)
        probabilities = torch.softmax(model(batch), 1)
    torch.onnx.export(
        model, batch[:2], os.path.join(folder, "network.onnx"), opset_version=11, input_names=["image"], output_names=["logits"],
        dynamic_axes={"image": {0: "n"}, "logits": {0: "n"}})
    image.numpy().tofile(os.path.join(folder, "picture"))
    np.array(boxes, dtype=np.int32).tofile(os.path.join(folder, "boxes"))
    probabilities.numpy().astype(np.float32).tofile(os.path.join(folder, "probabilities"))


if __name__ == "__main__":
    main(*sys.argv[1:])
