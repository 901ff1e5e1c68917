import { describe, expect, it } from 'vitest';
import { planExperiment } from '../../src/ensemble/index.ts';
import { ExperimentError, MEANINGS, MEASURE_NAMES, parseExperiment } from '../../src/experiment/index.ts';
import { readDocument } from '../docs/markdown.ts';

const plan = (input: object) => planExperiment(parseExperiment(input));

describe('the measures of an experiment', () => {
  it('stand in the order of results, whatever the order they are asked for in', () => {
    expect(parseExperiment({ measure: ['regions', 'transitions'] }).measure).toEqual([
      'transitions',
      'regions',
    ]);
  });
  it('are none by default', () => {
    expect(parseExperiment({}).measure).toEqual([]);
  });
  it('may be lengths alone, whose points a rule says', () => {
    const alone = parseExperiment({ measure: ['length'] });
    expect(alone).toMatchObject({ measure: ['length'], points: null });
    expect(parseExperiment(alone)).toEqual(alone);
    expect(parseExperiment({ untilRelativeCi: 0.1 }).points).toBe(null);
    expect(parseExperiment({ untilRelativeCi: 0.1, estimator: 'tangent' }).points).toBe(1000);
    expect(parseExperiment({ ...alone, measure: [] }).points).toBe(1000);
  });
  it('are refused where unknown, repeated or no list', () => {
    const refused = (measure: unknown, message: RegExp) =>
      expect(() => parseExperiment({ measure })).toThrowError(message);
    refused(['lenght'], /measure.*expected length, transitions, .* or spaceFold, got "lenght"/);
    refused(['q', 'q'], /measure.*expected each value once, got "q" again/);
    refused('q', /measure.*expected a list of names out of length, transitions, .*, got "q"/);
  });
  it('are refused where the estimator or the activation has none', () => {
    const refused = (input: object, message: RegExp) => {
      expect(() => plan(input)).toThrowError(ExperimentError);
      expect(() => plan(input)).toThrowError(message);
    };
    refused(
      { estimator: 'tangent', measure: ['regions'] },
      /measure.*expected what the tangent estimator measures .*, got regions/,
    );
    const sampled = (activation: string, measure: string) => ({
      estimator: 'polyline',
      activation,
      measure: [measure],
    });
    refused(
      sampled('tanh', 'transitions'),
      /measure.*expected an activation with linear pieces for transitions, got tanh/,
    );
    refused(sampled('relu', 'curvature2'), /measure.*expected a smooth activation for curvature2, got relu/);
    refused(
      { ...sampled('linear', 'gaussMapLength'), curve: 'polyline' },
      /measure.*expected a curve without corners for gaussMapLength, got polyline/,
    );
    expect(plan(sampled('linear', 'transitions')).runs).toHaveLength(1);
    expect(plan({ ...sampled('linear', 'curvature2'), curve: 'arc' }).runs).toHaveLength(1);
  });
  it('follow the weights of particular networks', () => {
    const measured = { estimator: 'exact', measure: ['regions'], points: 50 };
    expect(plan(measured).cells[0]!.draw).toBe('weights');
    expect(() => plan({ ...measured, draw: 'law' })).toThrowError(/draw.*expected weights/);
  });
});

describe('docs/formats.md', () => {
  it.each(MEASURE_NAMES)('says what %s is', (name) => {
    expect(readDocument('docs/formats.md').replaceAll('\\|', '|')).toContain(
      `\`${name}\` | STAT: ${MEANINGS[name]}`,
    );
  });
});
