/** Growth: length against layer over many networks, as estimates come in, beside the theory. */
import { useComputed, useSignal } from '@preact/signals';
import { useEffect, useMemo } from 'preact/hooks';
import { ChoiceControl, hidden, NumberControl } from '../parts/controls.tsx';
import { digits } from '../parts/digits.ts';
import { FigureData } from '../parts/figure.tsx';
import { narrow, palette, scale } from '../parts/look.ts';
import { Message, Status } from '../parts/message.tsx';
import { Svg } from '../parts/picture.tsx';
import { shown } from '../parts/shown.ts';
import { useJob } from '../parts/use-job.ts';
import { experimentOf } from '../state/experiment.ts';
import type { State } from '../state/fields.ts';
import { pinnedState, pinOf, pinText } from '../state/pin.ts';
import { change, field, state } from '../state/store.ts';
import type { GrowthInput } from '../workers/messages.ts';
import { growthPicture, growthTable, keyOf } from './growth-data.ts';
import { curveData, short } from './tangle-data.ts';

function inputOf(of: State | null): GrowthInput | null {
  if (of === null) return null;
  const vertices = curveData(of, digits(of.curve === 'digits' ? of.digits : null));
  return vertices === null ? null : { experiment: experimentOf(of), vertices };
}

export function Growth() {
  const answer = useJob('growth', () => inputOf(state.value));
  const pin = useComputed(() => pinnedState(state.value));
  const pinnedAnswer = useJob('growth', () => inputOf(pin.value));
  const hovered = useSignal<number | null>(null);
  const value = answer.value.value;
  const error = answer.error.value;
  const pinned = pin.value === null ? null : pinnedAnswer.value.value;
  const [width, height] = narrow.value ? [360, 340] : [760, 420];
  const [colours, size, log] = [palette.value, scale.value, field('scale') === 'log'];
  const { picture, layerAt } = useMemo(
    () => growthPicture(value, pinned, { palette: colours, type: 13 * size, log, width, height }),
    [value, pinned, colours, size, log, width, height],
  );
  const drawing = useMemo(
    () => <Svg picture={picture} label="Length of the image over that of the input, against the layer" />,
    [picture],
  );
  const table = useMemo(() => growthTable(value), [value]);
  useEffect(() => {
    if (value) shown('growth');
  }, [value]);
  const layer = value?.layers.find(({ layer: number }) => number === (hovered.value ?? value.layers.length));
  return (
    <>
      <Message>
        The length of the image changes by about the same factor in every layer: dots are measured over many
        networks, lines are theory. The classical lower bound (dotted) can fall where lengths grow.
      </Message>
      <Status of={answer} />
      {error !== null ? null : (
        <>
          <p class="key">
            {keyOf(value?.layers ?? [], palette.value, pinned !== null).map(({ label, colour, line }) => (
              <span key={label}>
                <svg width="14" height="14" aria-hidden="true">
                  <rect x="1" y="4" width="12" height="6" fill={colour} />
                </svg>{' '}
                {line} {label}
              </span>
            ))}
          </p>
          <figure
            class="chart"
            onPointerMove={(event) => {
              const { left, width: shown } = event.currentTarget
                .querySelector('svg')!
                .getBoundingClientRect();
              const near = layerAt(((event.clientX - left) * width) / shown);
              hovered.value = near >= 1 && near <= (value?.layers.length ?? 0) ? near : null;
            }}
            onPointerLeave={() => {
              hovered.value = null;
            }}
          >
            {drawing}
            <figcaption aria-live="polite">
              {layer === undefined ? null : (
                <>
                  layer {layer.layer}:{' '}
                  <span data-ratio={layer.ratio.mean ?? ''}>
                    {layer.ratio.mean === null ? 'no finite mean' : short(layer.ratio.mean)}
                  </span>
                  {layer.ratio.ci95
                    ? ` (95 %: ${short(layer.ratio.ci95[0])} … ${short(layer.ratio.ci95[1])})`
                    : ''}
                  {layer.theory.exact === null ? '' : `, exact ${short(layer.theory.exact)}`}
                  {layer.theory.exact === null && layer.theory.lower !== null
                    ? `, bracket ${short(layer.theory.lower)} … ${short(layer.theory.upper)}`
                    : ''}
                  {layer.theory.exact === null && layer.theory.approximate !== null
                    ? `, approximation ${short(layer.theory.approximate)}`
                    : ''}
                  {layer.theory.priceTanner === null
                    ? ''
                    : `, Price–Tanner bound ${short(layer.theory.priceTanner)}`}
                  {`, growth ${short(layer.growth.mean)}; ${value!.networks} networks`}
                </>
              )}
            </figcaption>
          </figure>
          <div class="row">
            <NumberControl name="networks" label="Networks" from={2} to={1000} step={1} />
            <ChoiceControl
              name="scale"
              label="Scale"
              choices={[
                ['log', 'logarithmic'],
                ['linear', 'linear'],
              ]}
            />
            {hidden('pin') ? null : (
              <p>
                <button type="button" id="pin" onClick={() => change({ pin: pinOf(state.value) })}>
                  Pin this network
                </button>{' '}
                {pin.value === null ? null : (
                  <>
                    Pinned: {pinText(pin.value)}{' '}
                    <button type="button" onClick={() => change({ pin: '' })}>
                      Unpin
                    </button>
                  </>
                )}
              </p>
            )}
          </div>
          <FigureData
            name="growth"
            title="Length of the image of a curve, layer by layer"
            picture={() => picture}
            table={table}
            document={() => ({ experiment: inputOf(state.value)?.experiment, ...value })}
          />
        </>
      )}
    </>
  );
}
