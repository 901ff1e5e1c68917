import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  correlationMap,
  correlationsByLayer,
  covarianceMap,
  curvatureByLayer,
  edgeOfChaos,
  lengthMap,
  type MeanFieldLaw,
  meanField,
} from '../../../src/theory/index.ts';
import { kernelOf } from '../../../src/theory/meanfield/kernel.ts';
import { expectClose, golden } from '../fixture.ts';

const entries = JSON.parse(readFileSync(new URL('../../golden.json', import.meta.url), 'utf8')) as {
  id: string;
  group: string;
}[];
const GROUPS = ['meanfield', 'curvature', 'phase', 'kernel'];

type Name = 'tanh' | 'erf' | 'hard-tanh' | 'relu';
const law = (name: Name, sigmaW: number, sigmaB: number): MeanFieldLaw => ({
  activation: { name },
  sigmaW,
  sigmaB,
});
const field = (name: Name, sigmaW: number, sigmaB = 0.3) => meanField(law(name, sigmaW, sigmaB));
const tanh = law('tanh', 2.5, 0.3);
const critical = law('relu', Math.SQRT2, 0);
const edge = (sigmaB: number) => edgeOfChaos({ name: 'tanh' }, { sigmaB })?.sigmaW;
/** The limit of curvature in the chaotic phase. */
const curvatureLimit = ({ chi1, chi2 }: { chi1: number | null; chi2: number | null }) =>
  (3 * chi2!) / (chi1! * (chi1! - 1));

const ours: Readonly<Record<string, () => number | null | undefined>> = {
  'tanh_sw1.3_sb0.3_qstar': () => field('tanh', 1.3).qStar,
  'tanh_sw1.3_sb0.3_chi1': () => field('tanh', 1.3).chi1,
  'tanh_sw1.3_sb0.3_chi2': () => field('tanh', 1.3).chi2,
  'tanh_sw2.5_sb0.3_qstar': () => field('tanh', 2.5).qStar,
  'tanh_sw2.5_sb0.3_chi1': () => field('tanh', 2.5).chi1,
  'tanh_sw2.5_sb0.3_chi2': () => field('tanh', 2.5).chi2,
  'tanh_sw2.5_sb0.3_dV': () => field('tanh', 2.5).lengthMapSlope,
  'tanh_sw2.5_sb0.3_C(0)': () => correlationMap(tanh, 0),
  'tanh_sw2.5_sb0.3_C(0.5)': () => correlationMap(tanh, 0.5),
  'tanh_sw2.5_sb0.3_cstar': () => field('tanh', 2.5).cStar,
  'tanh_sw2.5_sb0.3_chi_cstar': () => field('tanh', 2.5).slopeAtCStar,
  'tanh_sw2.5_sb0.3_kappa2star': () => curvatureLimit(field('tanh', 2.5)),
  'tanh_sw2.5_sb0.3_kappa2_l10': () => curvatureByLayer(tanh, 10)[9]!.curvature2,
  'tanh_sw2.5_sb0.3_g_l10': () => curvatureByLayer(tanh, 10)[9]!.metric,
  'tanh_sw2.5_sb0.3_LG_l10': () => curvatureByLayer(tanh, 10)[9]!.gaussMapLength,
  'tanh_sw4_sb0.3_qstar': () => field('tanh', 4).qStar,
  'tanh_sw4_sb0.3_chi1': () => field('tanh', 4).chi1,
  'tanh_sw4_sb0.3_chi2': () => field('tanh', 4).chi2,
  'tanh_sw4_sb0.3_cstar': () => field('tanh', 4).cStar,
  'tanh_sw4_sb0.3_kappa2star': () => curvatureLimit(field('tanh', 4)),
  V_tanh_q1: () => lengthMap(law('tanh', 1.5, 0.1), 1),
  'tanh_eoc_sb0.05_sw': () => edge(0.05),
  'tanh_eoc_sbsqrt.05_sw': () => edge(Math.sqrt(0.05)),
  'tanh_eoc_sb0.3_sw': () => edge(0.3),
  'erf_sw2_sb0.3_qstar': () => field('erf', 2).qStar,
  'erf_sw2_sb0.3_chi1': () => field('erf', 2).chi1,
  'erf_sw2_sb0.3_chi2': () => field('erf', 2).chi2,
  'erf_sw2_sb0.3_cstar': () => field('erf', 2).cStar,
  'htanh_sw2_sb0.3_qstar': () => field('hard-tanh', 2).qStar,
  'htanh_sw2_sb0.3_chi1': () => field('hard-tanh', 2).chi1,
  'htanh_sw2_sb0.3_C(0.5)': () => correlationMap(law('hard-tanh', 2, 0.3), 0.5),
  'htanh_sw4_sb0.3_qstar': () => field('hard-tanh', 4).qStar,
  'relu_khat1(0)': () => covarianceMap(critical, 1, 1, 0),
  'relu_khat1(0.5)': () => covarianceMap(critical, 1, 1, 0.5),
  'relu_khat1(0.9)': () => covarianceMap(critical, 1, 1, 0.9),
  'relu_sw1_sb0.5_C(0.2)': () => correlationMap(law('relu', 1, 0.5), 0.2),
  relu_crit_c_l2_from0: () => correlationsByLayer(critical, 0, 3)![2],
  relu_crit_c_l10_from0: () => correlationsByLayer(critical, 0, 11)![10],
  'abs_kernel(0.3)': () => covarianceMap({ activation: { name: 'abs' }, sigmaW: 1, sigmaB: 0 }, 1, 1, 0.3),
  // The derivative of |h| is the sign.
  'sign_kernel(0.3)': () => kernelOf({ name: 'abs' }).slopeProduct(1, 1, 0.3),
};

describe('golden values', () => {
  const wanted = entries.filter(({ group }) => GROUPS.includes(group)).map(({ id }) => id);

  it('are all looked at', () => {
    expect(wanted.length).toBeGreaterThan(30);
    expect(wanted.filter((id) => !(id in ours))).toEqual([]);
  });

  it.each(Object.entries(ours).filter(([id]) => wanted.includes(id)))('%s', (id, value) => {
    expectClose(value() ?? null, golden(id));
  });
});
