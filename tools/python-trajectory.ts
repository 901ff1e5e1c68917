/** The Python module of `trajectory`: one keyword for each field of the JSON Schema of experiments. */

/** What is used of JSON Schema. */
interface Schema {
  readonly type?: string | readonly string[];
  readonly const?: string;
  readonly enum?: readonly string[];
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly items?: Schema | false;
  readonly prefixItems?: readonly Schema[];
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
}

/** Fields that describe the document, not the experiment, and the one that another command takes. */
const OF_DOCUMENT = ['$schema', 'schema', 'training'];
/** Fields that name files, and take their contents too: `_arrays.py` writes them. */
const ARRAYS: Readonly<Record<string, string>> = {
  endpoints: 'PathLike[str] | ArrayLike',
  networkFile: 'NetworkFile',
};
const NAMES: Readonly<Record<string, string>> = {
  string: 'str',
  integer: 'int',
  number: 'float',
  boolean: 'bool',
  null: 'None',
  object: 'Mapping[str, Any]',
};

/** Options of a run that are no fields of the experiment, with their meanings. */
const RUN = [
  [
    'out',
    'str | PathLike[str] | None',
    'Folder for the results and, during the run, the records of all networks. Left out: a temporary one.',
  ],
  ['resume', 'bool', 'Continue from the records in out, or add networks to them.'],
  [
    'threads',
    'int | None',
    'Worker threads; they change no digit. Left out: as many as the machine runs at once.',
  ],
  [
    'kernels',
    "Literal['auto', 'simd128', 'relaxed', 'turbo'] | None",
    'Build of the kernels. Left out: simd128, with the same digits on every machine.',
  ],
  [
    'save_curve',
    'Sequence[int] | None',
    'With out: layers whose image of the curve is saved too, as curve.npz, .json, .csv, .svg and .png.',
  ],
  ['save_network', 'int | None', 'Number of the network of save_curve.'],
  [
    'progress',
    'bool | Callable[[dict[str, Any]], object]',
    'True shows a line on standard error. A function is called about once a second with the fields of a progress line (docs/command-line.md).',
  ],
] as const;

/** @throws Error for a schema that has no Python type here. */
export function trajectoryModule(schema: Schema): string {
  const fields = Object.entries(schema.properties!).filter(([name]) => !OF_DOCUMENT.includes(name));
  const names = fields.map(([name]) => name);
  const parameters = [
    ...fields.map(([name, field]) => `${snake(name)}: ${fieldType(name, field)} = None`),
    ...RUN.map(([name, type]) => `${name}: ${type} = ${type.startsWith('bool') ? 'False' : 'None'}`),
  ];
  const meanings = [
    ...fields.map(([name, { description }]) => [snake(name), inPython(description!, names)] as const),
    ...RUN.map(([name, , meaning]) => [name, meaning] as const),
  ];
  return `"""Made by tools/python-trajectory.ts of the JSON Schema of experiments: not to be edited."""
from __future__ import annotations

from typing import TYPE_CHECKING, Any, Callable, Literal, Mapping, Sequence

from ._run import run
from .result import Result

if TYPE_CHECKING:
    from os import PathLike

    from numpy.typing import ArrayLike, NDArray

    from ._arrays import NetworkFile


#: Names of the fields of an experiment in its documents, by their names here.
FIELDS = {
${fields.map(([name]) => `    "${snake(name)}": "${name}",`).join('\n')}
}


def trajectory(
    experiment: str | PathLike[str] | Mapping[str, Any] | None = None,
    *,
${parameters.map((parameter) => `    ${parameter.replaceAll("'", '"')},`).join('\n')}
) -> Result:
    """Measures the length of the image of a curve, layer by layer, over random networks.

    None leaves a field at its default. Values are numbers, lists or NumPy arrays. Several values of a field
    make a sweep over the full grid.

    Parameters
    ----------
    experiment:
        An experiment document with names as in files (sigmaW), or the path of one. Keywords replace its fields.
${meanings.map(([name, meaning]) => `    ${name}:\n${wrapped(meaning, 8)}`).join('\n')}

    Raises
    ------
    ValueError: wrong input, in one line that names the field. Nothing was written.
    NodeError: there is no Node to run the command. RunError: the run failed.
    """
    given = dict(locals())
    fields = {name: given[python] for python, name in FIELDS.items() if given[python] is not None}
    return run(
        experiment,
        fields,
        progress=progress,
        options={name: given[name] for name in (${RUN.map(([name]) => `"${name}"`)
          .filter((name) => name !== '"progress"')
          .join(', ')})},
    )
`;
}

/** `untilRelativeCi` → `until_relative_ci`. */
function snake(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

function fieldType(name: string, field: Schema): string {
  const types = [...pythonTypes(field), ...(ARRAYS[name] === undefined ? [] : [ARRAYS[name]])];
  return [...new Set([...types.filter((type) => type !== 'None'), 'None'])].join(' | ');
}

function pythonTypes(schema: Schema): string[] {
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices !== undefined) return [...new Set(choices.flatMap(pythonTypes))];
  if (schema.const !== undefined) return ['str'];
  if (schema.enum !== undefined) return [`Literal[${schema.enum.map((value) => `'${value}'`).join(', ')}]`];
  if (typeof schema.type === 'object') return schema.type.flatMap((type) => pythonTypes({ ...schema, type }));
  if (schema.type === 'array') {
    // A list of fixed length says its items one by one.
    const kinds = schema.prefixItems ?? [schema.items as Schema];
    const items = [...new Set(kinds.flatMap(pythonTypes))].join(' | ');
    // Lists of numbers may be arrays.
    return [`Sequence[${items}]`, ...(/^(int|float)$/.test(items) ? ['NDArray[Any]'] : [])];
  }
  const name = NAMES[schema.type ?? ''];
  if (name === undefined)
    throw new Error(`type: expected one with a Python type, got ${JSON.stringify(schema)}`);
  return [name];
}

/** Names of fields and of nothing, as Python has them. */
function inPython(text: string, names: readonly string[]): string {
  return names
    .reduce((line, name) => line.replace(new RegExp(`\\b${name}\\b`, 'g'), snake(name)), text)
    .replace(/\bnull\b/g, 'None');
}

/** Lines of at most 110 columns. */
function wrapped(text: string, indent: number): string {
  const lines = [''];
  for (const word of text.split(' ')) {
    const line = lines.at(-1)!;
    if (line.length + 1 + word.length > 110 - indent && line !== '') lines.push(word);
    else lines[lines.length - 1] = line === '' ? word : `${line} ${word}`;
  }
  return lines.map((line) => ' '.repeat(indent) + line).join('\n');
}
