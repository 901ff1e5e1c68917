/** Everything that the address holds: names, kinds, bounds and defaults of the one state of the page. */

export const VIEWS = ['tangle', 'growth', 'phase', 'regions', 'numbers'] as const;
export type ViewName = (typeof VIEWS)[number];

/** Activations that the page offers; the address takes any that the library reads. */
export const ACTIVATIONS = [
  'tanh',
  'relu',
  'leaky-relu:0.1',
  'abs',
  'linear',
  'hard-tanh',
  'erf',
  'sin',
  'shifted-relu:0.5',
  'clipped-relu:0:1',
  'elu',
  'selu',
  'celu:0.5',
  'gelu',
  'gelu-tanh',
  'silu',
  'swish:2',
  'softplus',
  'sigmoid',
  'mish',
  'hard-swish',
  'squared-relu',
  'soft-threshold:0.5',
] as const;

export interface NumberField {
  readonly kind: 'number';
  readonly default: number;
  readonly least: number;
  readonly most: number;
  readonly integer?: true;
}
export interface ChoiceField {
  readonly kind: 'choice';
  readonly default: string;
  readonly choices: readonly string[];
}
export interface TextField {
  readonly kind: 'text';
  readonly default: string;
  /** What texts may be. */
  readonly form: RegExp;
  /** The same in words. */
  readonly expected: string;
}
export interface FlagField {
  readonly kind: 'flag';
  readonly default: boolean;
}
export type Field = NumberField | ChoiceField | TextField | FlagField;

const number = (value: number, least: number, most: number): NumberField => ({
  kind: 'number',
  default: value,
  least,
  most,
});
const integer = (value: number, least: number, most: number): NumberField => ({
  ...number(value, least, most),
  integer: true,
});
const choice = (...choices: readonly string[]): ChoiceField => ({
  kind: 'choice',
  default: choices[0]!,
  choices,
});
const text = (value: string, form: RegExp, expected: string): TextField => ({
  kind: 'text',
  default: value,
  form,
  expected,
});
const flag = (): FlagField => ({ kind: 'flag', default: false });

const NAME = '[a-z][a-z-]{0,24}(?::-?\\d{1,6}(?:\\.\\d{1,12})?){0,8}';
const POINT = '-?\\d(?:\\.\\d{1,3})?,-?\\d(?:\\.\\d{1,3})?';

export const FIELDS = {
  view: choice(...VIEWS),
  activation: text('tanh', new RegExp(`^${NAME}$`), 'an activation, such as leaky-relu:0.1'),
  sigmaW: number(3, 0, 20),
  sigmaB: number(0.3, 0, 20),
  density: number(1, 0, 1),
  weights: text('gaussian', new RegExp(`^${NAME}$`), 'a distribution, such as gaussian'),
  width: integer(200, 1, 2000),
  depth: integer(10, 1, 100),
  seed: integer(0, 0, 2 ** 53 - 1),
  curve: choice('circle', 'line', 'arc', 'digits', 'drawn'),
  digits: text('3,8', /^\d,\d$/, 'two classes of digits, such as 3,8'),
  drawn: text(
    '-1,-0.6;-0.2,0.9;0.2,-0.9;1,0.6',
    new RegExp(`^${POINT}(?:;${POINT}){1,63}$`),
    'two to 64 points x,y separated by semicolons',
  ),
  points: integer(200, 2, 2000),
  /** Tangle: the layer in front, and the direction from which it is seen. */
  layer: number(10, 0, 100),
  yaw: number(0, -180, 180),
  pitch: number(0, -90, 90),
  /** Growth. */
  networks: integer(100, 2, 100_000),
  scale: choice('log', 'linear'),
  pin: text('', /^$|^[\w.:-]+(?:~[\w.:-]+){0,12}$/, 'a pinned configuration'),
  /** Phase diagram. */
  map: choice('chi1', 'qStar', 'cStar', 'xiC'),
  dots: flag(),
  /** Regions: small networks of their own. */
  cutWidth: integer(16, 1, 200),
  cutDepth: integer(3, 1, 20),
  cutLayer: integer(20, 1, 20),
  plane: choice('random', 'digits'),
  x: number(0, -1e6, 1e6),
  y: number(0, -1e6, 1e6),
  zoom: number(1, 1e-6, 1e6),
  /** The page around the view. */
  tour: integer(0, 0, 5),
  theme: choice('auto', 'light', 'dark'),
  large: flag(),
  embed: flag(),
  hide: text(
    '',
    /^$|^[a-zA-Z0-9]{1,20}(?:,[a-zA-Z0-9]{1,20}){0,30}$/,
    'names of controls separated by commas',
  ),
} as const satisfies Record<string, Field>;

export type FieldName = keyof typeof FIELDS;

type ValueOf<F extends Field> = F extends NumberField ? number : F extends FlagField ? boolean : string;
/** One value for every field. Plain data. */
export type State = { readonly [name in FieldName]: ValueOf<(typeof FIELDS)[name]> } & {
  readonly view: ViewName;
};

/** What a view starts with in place of the defaults, so that its first picture carries its message. */
const FIRST: Readonly<Record<ViewName, Partial<State>>> = {
  tangle: {},
  growth: { activation: 'relu', curve: 'line', sigmaW: 2, sigmaB: 0, width: 100 },
  phase: {},
  regions: { activation: 'relu', sigmaW: 1.5, sigmaB: 0.5 },
  numbers: {},
};

/** The state of a view before anything was changed. */
export function firstState(view: ViewName): State {
  const defaults = Object.fromEntries(Object.entries(FIELDS).map(([name, field]) => [name, field.default]));
  return { ...(defaults as State), ...FIRST[view], view };
}
