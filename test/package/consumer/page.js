import {
  curve,
  drawNetwork,
  exactImage,
  experimentJsonSchema,
  explain,
  growthTheory,
  haninRolnickRegions,
  measureTrajectory,
  parseActivation,
  parseExperiment,
  parseLaw,
  phaseDiagram,
  regionBounds,
  resultCsv,
  simulateMeanField,
  smoothImage,
  uniformNetwork,
} from 'expressivity';

globalThis.measureCells = async (experiment) => JSON.stringify((await measureTrajectory(experiment)).cells);

/** Something of every part beside measuring; the length of each result as JSON. */
globalThis.useOtherParts = async () => {
  const network = (activation) =>
    uniformNetwork({
      widths: [6, 5],
      inputDim: 3,
      density: 1,
      weights: parseLaw('gaussian'),
      sigmaW: 2,
      sigmaB: 0.5,
      biases: parseLaw('uniform'),
      scaling: 'fan-in',
      activation: parseActivation(activation),
    });
  const corners = [Float64Array.of(1, 0, 0), Float64Array.of(0, 1, 0)];
  const law = { activation: 'tanh', sigmaW: 2, sigmaB: 0.3 };
  const wrong = () => {
    try {
      return parseExperiment({ density: [1, 2] });
    } catch (error) {
      return error.message;
    }
  };
  const found = [
    experimentJsonSchema(),
    wrong(),
    resultCsv(await measureTrajectory({ width: 8, depth: 2, networks: 4 })),
    growthTheory(network('relu'), { meanSquare: 1 }),
    exactImage(drawNetwork(network('relu'), 0, 0), corners),
    smoothImage(drawNetwork(network('tanh'), 0, 0), curve('line', corners)),
    await simulateMeanField({ ...law, depth: 2, width: 20, networks: 3 }),
    phaseDiagram(parseActivation('tanh'), { sigmaW: [1, 2], sigmaB: [0.1] }),
    Object.entries(regionBounds(2, [4, 4])).join(),
    haninRolnickRegions(2, 10, 1, { gradient: 1, biasDensity: 1 }),
    explain('priceTanner'),
  ];
  return found.map((value) => JSON.stringify(value).length);
};
