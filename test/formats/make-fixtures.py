"""Writes the network files of PyTorch, NumPy and ONNX that the tests read, and what they compute.

Made with Debian bookworm's python3-torch 1.13.1, python3-numpy 1.24.2 and python3-onnx 1.12.0:
`/usr/bin/python3 test/formats/make-fixtures.py test/formats/fixtures`.
"""

import json
import sys

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper
from torch import nn

out = sys.argv[1]
torch.manual_seed(17)

model = nn.Sequential(
    nn.Flatten(), nn.Linear(4, 3), nn.LeakyReLU(0.25), nn.Dropout(), nn.Linear(3, 3), nn.Hardtanh(), nn.Linear(3, 2)
).eval()
inputs = torch.randn(5, 2, 2)


def rows(tensor):
    return tensor.double().reshape(tensor.shape[0], -1).tolist()


expected = {'inputs': rows(inputs)}

# State dicts, by type of number; half and bfloat16 are rounded before they are multiplied.
for name, dtype in [('float', torch.float32), ('double', torch.float64), ('half', torch.float16), ('bfloat16', torch.bfloat16)]:
    rounded = {key: value.to(dtype) for key, value in model.state_dict().items()}
    torch.save(rounded, f'{out}/{name}.pt')
    exact = nn.Sequential(*[layer for layer in model]).double()
    exact.load_state_dict(rounded)
    expected[name] = rows(exact(inputs.double()))
    exact.float()

model.load_state_dict(torch.load(f'{out}/float.pt'))
# A checkpoint: the state dict beside other things, one weight a transposed view, one a parameter.
state = dict(model.state_dict())
state['1.weight'] = state['1.weight'].t().contiguous().t()
state['4.weight'] = nn.Parameter(state['4.weight'])
torch.save({'epoch': 3, 'model': state, 'loss': 0.25, 'names': ['a', 'b']}, f'{out}/checkpoint.pt')
torch.save(model, f'{out}/model.pt')

# ONNX: exported by PyTorch; MatMul and Add as Keras writes them; float64, float16, column vectors and lists.
torch.onnx.export(model, inputs[:1], f'{out}/sequential.onnx', dynamic_axes={'input': {0: 'batch'}}, input_names=['input'])


def constants(**arrays):
    return [numpy_helper.from_array(array, name) for name, array in arrays.items()]


def save(name, nodes, initializers, dim, outputs):
    graph = helper.make_graph(
        nodes,
        name,
        [helper.make_tensor_value_info('x', TensorProto.DOUBLE, [None, dim])],
        [helper.make_tensor_value_info('y', TensorProto.DOUBLE, [None, outputs])],
        initializers,
    )
    onnx.save(helper.make_model(graph), f'{out}/{name}.onnx')


W = [layer.weight.detach().double().numpy() for layer in model if hasattr(layer, 'weight')]
b = [layer.bias.detach().double().numpy() for layer in model if hasattr(layer, 'weight')]
node = helper.make_node
save(
    'matmul',
    [
        node('MatMul', ['x', 'W0'], ['a']),
        node('Add', ['a', 'b0'], ['b']),
        node('LeakyRelu', ['b'], ['c'], alpha=0.25),
        node('MatMul', ['c', 'W1'], ['d']),
        node('Add', ['b1', 'd'], ['e']),
        node('Clip', ['e', 'low', 'high'], ['f']),
        node('MatMul', ['f', 'W2'], ['g']),
        node('Add', ['g', 'b2'], ['y']),
    ],
    constants(W0=W[0].T, W1=W[1].T, W2=W[2].T, b0=b[0], b1=b[1], b2=b[2][None], low=np.array(-1.0), high=np.array(1.0)),
    4,
    2,
)


def listed(name, array):
    return helper.make_tensor(name, TensorProto.DOUBLE, array.shape, array.ravel())


save(
    'gemm',
    [
        node('Gemm', ['x', 'W0', 'b0'], ['a'], alpha=0.5, beta=2.0),
        node('LeakyRelu', ['a'], ['b'], alpha=0.25),
        node('Gemm', ['b', 'W1', 'b1'], ['c'], transB=1),
        node('Clip', ['c', 'low', 'high'], ['d']),
        node('Constant', [], ['W2'], value=listed('', W[2])),
        node('Gemm', ['d', 'W2', 'b2'], ['y'], transB=1),
    ],
    [listed('W0', 2 * W[0].T), listed('b0', b[0] / 2), listed('W1', W[1]), listed('b1', b[1]), listed('b2', b[2])]
    + constants(low=np.array(-1.0), high=np.array(1.0)),
    4,
    2,
)
half = [array.astype(np.float16) for array in W]
save(
    'half',
    [node('MatMul', ['x', 'W0'], ['a']), node('Relu', ['a'], ['b']), node('MatMul', ['b', 'W1'], ['y'])],
    [numpy_helper.from_array(half[0].T, 'W0'), helper.make_tensor('W1', TensorProto.FLOAT16, [3, 3], half[1].T.ravel())],
    4,
    3,
)
expected['halfOnnx'] = (np.maximum(np.array(expected['inputs']) @ half[0].T.astype(float), 0) @ half[1].T.astype(float)).tolist()
save('sigmoid', [node('MatMul', ['x', 'W0'], ['a']), node('Sigmoid', ['a'], ['y'])], constants(W0=W[0].T), 4, 3)
save(
    'skip',
    [node('MatMul', ['x', 'W0'], ['a']), node('Relu', ['a'], ['b']), node('Add', ['a', 'b'], ['y'])],
    constants(W0=W[0].T),
    4,
    3,
)

# NumPy: inputs × outputs, big-endian, Fortran order, half.
np.savez(
    f'{out}/layouts.npz',
    **{
        'dense_0.weight': np.asfortranarray(W[0].T.astype('>f4')),
        'dense_0.bias': b[0].astype('>f4'),
        'dense_2.weight': W[1].T.astype('>f8'),
        'dense_2.bias': b[1],
        'dense_10.weight': W[2].T.astype(np.float32),
        'dense_10.bias': b[2].astype(np.float32),
        'history': np.array(['a', 'b']),
    },
)
with open(f'{out}/expected.json', 'w') as file:
    json.dump(expected, file)
