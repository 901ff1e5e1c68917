/** The address and the state: whatever the state, it comes back; whatever the address, there is a state. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseExperiment } from '../../src/experiment/index.ts';
import { formatAddress, inView, parseAddress } from '../../web/state/address.ts';
import { drawnPoints, drawnText } from '../../web/state/drawn.ts';
import { experimentOf } from '../../web/state/experiment.ts';
import { FIELDS, type Field, firstState, type State, VIEWS } from '../../web/state/fields.ts';
import { pinnedState, pinOf } from '../../web/state/pin.ts';

const TEXTS: Readonly<Record<string, readonly string[]>> = {
  activation: ['relu', 'tanh', 'leaky-relu:0.25', 'abs', 'shifted-relu:0.5', 'clipped-relu:0:1'],
  weights: ['gaussian', 'uniform', 'discrete', 'discrete:-2:-1:1:2'],
  digits: ['3,8', '0,1'],
  drawn: ['-1,-0.6;0.2,0.9', '0,0;1,1;-1.5,0.125'],
  pin: ['', 'relu~2~0~1~gaussian~100~10~0~line'],
  hide: ['', 'sigmaW', 'settings,views,download'],
};

function valuesOf(name: string, field: Field): fc.Arbitrary<unknown> {
  switch (field.kind) {
    case 'choice':
      return fc.constantFrom(...field.choices);
    case 'text':
      return fc.constantFrom(...TEXTS[name]!);
    case 'flag':
      return fc.boolean();
    case 'number': {
      const { least: min, most: max } = field;
      const any = field.integer
        ? fc.integer({ min, max })
        : fc.double({ min, max, noNaN: true }).map((value) => (value === 0 ? 0 : value));
      return fc.oneof(fc.constant(field.default), any);
    }
  }
}

const states = fc.record(
  Object.fromEntries(Object.entries(FIELDS).map(([name, field]) => [name, valuesOf(name, field)])),
) as unknown as fc.Arbitrary<State>;

it('every field has texts to try', () => {
  const texts = Object.entries(FIELDS).filter(([, { kind }]) => kind === 'text');
  expect(texts.map(([name]) => name).sort()).toEqual(Object.keys(TEXTS).sort());
});

it('of 200 random states comes back, to the last digit', () => {
  fc.assert(
    fc.property(states, (state) => {
      expect(parseAddress(`#${formatAddress(state)}`)).toEqual({ state, faults: [] });
    }),
    { numRuns: 200, seed: 16 },
  );
});

it('of 200 damaged addresses there is a state in bounds, and one line for each fault', () => {
  const damaged = fc
    .tuple(states, fc.nat(400), fc.string({ maxLength: 6 }), fc.nat(9))
    .map(([state, at, noise, cut]) => {
      const hash = formatAddress(state);
      return hash.slice(0, at) + noise + hash.slice(at + cut);
    });
  fc.assert(
    fc.property(damaged, (hash) => {
      const { state, faults } = parseAddress(hash);
      for (const fault of faults) expect(fault).toMatch(/^.*: expected .+, got .+$/s);
      // What was understood is a state: it comes back as it is.
      expect(parseAddress(formatAddress(state))).toEqual({ state, faults: [] });
    }),
    { numRuns: 200, seed: 17 },
  );
});

describe('an address', () => {
  it('is empty for the first picture, and names a view for the others', () => {
    expect(VIEWS.map((view) => formatAddress(firstState(view)))).toEqual([
      '',
      'view=growth',
      'view=phase',
      'view=regions',
      'view=numbers',
    ]);
  });
  it('says what is wrong with a part of it', () => {
    const { state, faults } = parseAddress('#sigmaW=99&depth=2.5&colour=red&curve=square&view=map');
    expect(faults).toEqual([
      'view: expected tangle, growth, phase, regions, numbers, got map',
      'sigmaW: expected a number in 0 … 20, got 99',
      'depth: expected an integer in 1 … 100, got 2.5',
      'address: expected names of controls, got colour',
      'curve: expected circle, line, arc, digits, drawn, got square',
    ]);
    expect(state).toEqual(firstState('tangle'));
  });
  it('knows no names of objects', () => {
    expect(parseAddress('#constructor=1&__proto__=2').faults).toHaveLength(2);
  });
});

it('a change of view keeps what was changed, and no more', () => {
  const changed = { ...firstState('tangle'), sigmaB: 0.7 };
  const there = inView(changed, 'growth');
  expect(there).toEqual({ ...firstState('growth'), sigmaB: 0.7 });
  expect(inView(there, 'tangle')).toEqual(changed);
});

it('every random state is an experiment that the library takes', () => {
  fc.assert(
    fc.property(states, (state) => {
      const experiment = experimentOf({ ...state, curve: state.curve === 'drawn' ? 'line' : state.curve });
      expect(parseExperiment(experiment).sigmaW).toBe(state.sigmaW);
    }),
    { numRuns: 200, seed: 18 },
  );
});

it('a pinned network comes back, and a damaged one is none', () => {
  const state = { ...firstState('growth'), sigmaW: 1.25, activation: 'leaky-relu:0.5' };
  const other = { ...firstState('growth'), pin: pinOf(state), sigmaW: 3 };
  expect(pinnedState(other)).toEqual({ ...state, pin: other.pin });
  expect(pinnedState({ ...other, pin: '' })).toBeNull();
  expect(pinnedState({ ...other, pin: pinOf(state).replace('1.25', '-3') })).toBeNull();
});

it('drawn points are kept to three digits, 64 of them', () => {
  const many = Array.from({ length: 500 }, (_, i) => [i / 250 - 1, 5] as const);
  const text = drawnText(many);
  expect(text).toMatch(FIELDS.drawn.form);
  expect(drawnPoints(text)).toHaveLength(64);
  expect(drawnPoints(text)[0]).toEqual([-1, 2]);
});
