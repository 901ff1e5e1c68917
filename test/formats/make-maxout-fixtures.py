"""Writes maxout networks as PyTorch exports them in several ways of writing them, and what they compute.

Made with Debian bookworm's python3-torch 1.13.1:
`/usr/bin/python3 test/formats/make-maxout-fixtures.py test/formats/fixtures`.
"""

import json
import sys

import torch
from torch import nn

out = sys.argv[1]
torch.manual_seed(18)


class Maxout(nn.Module):
    def __init__(self, largest):
        super().__init__()
        self.rows = nn.Linear(4, 6)
        self.pieces = nn.ModuleList([nn.Linear(4, 2) for _ in range(3)])
        self.last = nn.Linear(2, 2)
        self.largest = largest

    def forward(self, x):
        return self.last(self.largest(self, x))


# Name: the largest, and the version of the operations.
WRITTEN = {
    'view': (lambda m, x: m.rows(x).view(-1, 2, 3).max(dim=2)[0], 13),
    'size': (lambda m, x: m.rows(x).view(x.size(0), 2, 3).amax(-1), 13),
    'apart': (lambda m, x: m.rows(x).view(-1, 3, 2).max(dim=1)[0], 11),
    'stack': (lambda m, x: torch.stack([piece(x) for piece in m.pieces], 1).amax(1), 13),
    'pairs': (
        lambda m, x: torch.maximum(torch.maximum(m.pieces[0](x), m.pieces[1](x)), m.pieces[2](x)),
        13,
    ),
}

inputs = torch.randn(5, 4)
expected = {'inputs': inputs.double().tolist()}
for name, (largest, version) in WRITTEN.items():
    model = Maxout(largest).eval()
    torch.onnx.export(
        model,
        inputs[:1],
        f'{out}/maxout-{name}.onnx',
        dynamic_axes={'input': {0: 'batch'}},
        input_names=['input'],
        opset_version=version,
    )
    expected[name] = model.double()(inputs.double()).tolist()

with open(f'{out}/maxout-expected.json', 'w') as file:
    json.dump(expected, file)
    file.write('\n')
