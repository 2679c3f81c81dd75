#!/usr/bin/env bash
# python3-torch 1.13.1 and python3-torchvision 0.14.1 (Debian 12): torch.onnx.export writes torchvision's LR-ASPP, which returns a dictionary, and refuses the very
# same network once it is TorchScript: scripted by aten::dict, traced by prim::DictConstruct. So a module that ran through torch.jit cannot be exported as it is.
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT; cd "$folder"
/usr/bin/python3 -c 'import torch, torchvision' 2>/dev/null ||
    DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends python3-torch python3-torchvision >/dev/null

cat >export.py <<'PROGRAM'
import io
import sys
import warnings

import torch
import torchvision

warnings.simplefilter("ignore")
print(f"torch {torch.__version__}, torchvision {torchvision.__version__}")
image = torch.zeros(1, 3, 64, 64)
network = torchvision.models.segmentation.lraspp_mobilenet_v3_large(weights=None, weights_backbone=None, num_classes=4).eval()


def export(what):
    try:
        file = io.BytesIO()
        torch.onnx.export(what, (image,), file, opset_version=13, input_names=["input"], output_names=["output"])
        return "written"
    except Exception as error:
        text = str(error)
        return next((name for name in ("aten::dict", "prim::DictConstruct") if name in text), text[:200])


seen = {
    "the network": export(network), "scripted": export(torch.jit.script(network)), "traced": export(torch.jit.trace(network, image, strict=False))}
for name, result in seen.items():
    print(f"{name}: {result}")
sys.exit(0 if seen == {"the network": "written", "scripted": "aten::dict", "traced": "prim::DictConstruct"} else 1)
PROGRAM
/usr/bin/python3 export.py 2>/dev/null
