/** Regions: a plane of inputs, cut by one network into the pieces on which it is affine. */
import { useSignal } from '@preact/signals';
import { useMemo, useRef } from 'preact/hooks';
import { Canvas } from '../parts/canvas.tsx';
import { ChoiceControl, hidden, NumberControl } from '../parts/controls.tsx';
import { digits } from '../parts/digits.ts';
import { FigureData } from '../parts/figure.tsx';
import { dropped, FileDrop } from '../parts/file-drop.tsx';
import { palette } from '../parts/look.ts';
import { Message, Status } from '../parts/message.tsx';
import { arrowKeys, boxOf, Movable } from '../parts/movable.tsx';
import { shown } from '../parts/shown.ts';
import { useJob } from '../parts/use-job.ts';
import { change, field, state } from '../state/store.ts';
import type { RegionsResult } from '../workers/messages.ts';
import { cellAt, regionsInput, regionsPicture, regionsTable, SIDE } from './regions-data.ts';
import { short } from './tangle-data.ts';

/** Three classes: the two of the state, and another one. */
const three = () => {
  const { plane, digits: two } = state.value;
  if (plane !== 'digits') return null;
  const third = ['0', '1', '2'].find((name) => !two.split(',').includes(name))!;
  return digits(`${two},${third}`);
};

const input = () => regionsInput(state.value, three(), dropped.value);

function zoomBy(factor: number): void {
  const zoom = Math.min(1e6, Math.max(0.01, state.value.zoom * factor));
  change({ zoom: Number(zoom.toPrecision(6)) });
}

/** Moves by shares of the window. */
function moveBy(dx: number, dy: number): void {
  const { x, y, zoom } = state.value;
  const rounded = (value: number) => Number(value.toPrecision(9)) || 0;
  change({ x: rounded(x + (3 * dx) / zoom), y: rounded(y + (3 * dy) / zoom) });
}

const KEYS: Readonly<Record<string, () => void>> = {
  ...arrowKeys(0.1, moveBy),
  '+': () => zoomBy(1.5),
  '-': () => zoomBy(1 / 1.5),
};

export function Regions() {
  const answer = useJob('regions', input);
  const value = answer.value.value;
  const error = answer.error.value;
  const layers = value?.layers.length ?? field('cutDepth');
  const layer = Math.min(field('cutLayer'), layers);
  const picture = useMemo(() => regionsPicture(value, layer, palette.value), [value, layer, palette.value]);
  const table = useMemo(() => regionsTable(value), [value]);
  const hovered = useSignal<{ readonly of: RegionsResult; readonly cell: number } | null>(null);
  const from = useRef<readonly [number, number]>([0, 0]);
  // A cell of the plane before says nothing of this one, which may have fewer.
  const { of, cell: found } = hovered.value ?? { of: null, cell: -1 };
  const cell = of === value && found >= 0 ? found : null;
  return (
    <>
      <Message>
        A piecewise-linear network cuts its inputs into regions and is affine on each. The picture shows all
        regions of a plane through three inputs (red), exactly; colours are activation patterns.
      </Message>
      <Status of={answer} />
      <div class="columns">
        <div>
          {error?.field === 'activation' ? (
            <button type="button" onClick={() => change({ activation: 'relu' })}>
              Take ReLU
            </button>
          ) : null}
          {error !== null ? null : (
            <>
              <Movable
                label="Window of the plane: drag, wheel, arrow keys, + and -"
                keys={KEYS}
                onWheel={(event) => {
                  event.preventDefault();
                  zoomBy(event.deltaY < 0 ? 1.25 : 0.8);
                }}
                onPress={({ clientX, clientY }) => {
                  from.current = [clientX, clientY];
                }}
                onDrag={(event) => {
                  const { width, height } = boxOf(event);
                  const [x, y] = from.current;
                  moveBy((x - event.clientX) / width, (event.clientY - y) / height);
                  from.current = [event.clientX, event.clientY];
                }}
                onHover={(event) => {
                  if (!value) return;
                  const { left, top, width, height } = boxOf(event);
                  const [x0, x1, y0, y1] = value.window;
                  const px = x0 + ((x1 - x0) * (event.clientX - left)) / width;
                  const py = y1 - ((y1 - y0) * (event.clientY - top)) / height;
                  hovered.value = { of: value, cell: cellAt(value, px, py) };
                }}
              >
                <Canvas
                  class="front"
                  picture={picture}
                  onPainted={() => {
                    if (value) shown('regions');
                  }}
                  label={`Regions of layers 1 to ${layer} in the plane, ${SIDE} by ${SIDE}`}
                />
              </Movable>
              <p aria-live="polite" class="status">
                {cell === null
                  ? 'Point at a region to see its pattern.'
                  : `Pattern ${value!.patterns[cell]!.toString(36)}, area ${short(value!.areas[cell]!)}`}
              </p>
            </>
          )}
        </div>
        <div>
          <div class="row">
            <NumberControl
              name="cutLayer"
              label="Layers drawn, from the first"
              from={1}
              to={Math.max(2, layers)}
              step={1}
              most={layers}
            />
            <ChoiceControl
              name="plane"
              label="Plane through"
              choices={[
                ['random', '0 and two random inputs'],
                ['digits', 'three digits'],
              ]}
            />
          </div>
          {hidden('zoom') ? null : (
            <p>
              <button type="button" onClick={() => zoomBy(1.5)}>
                Zoom in
              </button>{' '}
              <button type="button" onClick={() => zoomBy(1 / 1.5)}>
                Zoom out
              </button>{' '}
              <button type="button" onClick={() => change({ x: 0, y: 0, zoom: 1 })}>
                Whole window
              </button>
            </p>
          )}
          {value === null ? null : (
            <dl class="facts">
              {value.layers.map(({ regions, boundaryLength }, l) => (
                <div key={l} class="fact">
                  <dt>layer {l + 1}</dt>
                  <dd data-regions={regions}>
                    {regions} regions, boundary {short(boundaryLength)}
                  </dd>
                </div>
              ))}
              <div class="fact">
                <dt>linear regions</dt>
                <dd>{value.linearRegions}</dd>
              </div>
              <div class="fact">
                <dt>area check</dt>
                <dd>cells cover {((100 * value.coveredArea) / value.area).toFixed(6)} % of the window</dd>
              </div>
            </dl>
          )}
          {value === null || value.assumed.length === 0 ? null : (
            <p>Assumed, because the file does not say: {value.assumed.join('; ')}.</p>
          )}
          {hidden('file') ? null : <FileDrop />}
        </div>
      </div>
      {error !== null ? null : (
        <FigureData
          name="regions"
          title="Activation regions in a plane of inputs"
          picture={() => picture}
          table={table}
          document={() => ({
            input: { ...input(), file: dropped.value?.name ?? null, points: undefined },
            layers: value?.layers.map(({ boundaries: _, ...layer }) => layer),
            linearRegions: value?.linearRegions,
          })}
        />
      )}
    </>
  );
}
