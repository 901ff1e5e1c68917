/** Phase diagram: mean field over the plane of σ_w and σ_b, and at one point of it. */
import { useEffect, useRef } from 'preact/hooks';
import { Canvas } from '../parts/canvas.tsx';
import { ChoiceControl, hidden } from '../parts/controls.tsx';
import { FigureData } from '../parts/figure.tsx';
import { narrow, palette, scale } from '../parts/look.ts';
import { Message, Status } from '../parts/message.tsx';
import { Svg } from '../parts/picture.tsx';
import { shown } from '../parts/shown.ts';
import { useJob } from '../parts/use-job.ts';
import { change, state } from '../state/store.ts';
import type { PhasePointResult } from '../work/messages.ts';
import {
  correlationPicture,
  lengthPicture,
  MAPS,
  mapInput,
  mapPicture,
  phaseTable,
  WINDOW,
} from './phase-data.ts';
import { short } from './tangle-data.ts';

const lawOf = () => {
  const { activation, density, sigmaW, sigmaB } = state.value;
  return { activation, density, sigmaW, sigmaB };
};

const dotsInput = () => {
  const { dots, width, seed } = state.value;
  return dots ? { ...lawOf(), width, seed } : null;
};

/** Steps of the arrow keys, in hundredths. */
const KEYS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-5, 0],
  ArrowRight: [5, 0],
  ArrowUp: [0, 5],
  ArrowDown: [0, -5],
};

function place(sigmaW: number, sigmaB: number): void {
  const inside = (value: number, end: number) => Math.round(100 * Math.max(0, Math.min(end, value))) / 100;
  change({ sigmaW: inside(sigmaW, WINDOW.sigmaW), sigmaB: inside(sigmaB, WINDOW.sigmaB) });
}

export function Phase() {
  const map = useJob('phaseMap', () => mapInput(state.value));
  const point = useJob('phasePoint', lawOf);
  const dots = useJob('dots', dotsInput);
  const dragging = useRef(false);
  const [width, height] = narrow.value ? [360, 300] : [560, 400];
  const look = { palette: palette.value, type: 12 * scale.value };
  const { picture, at } = mapPicture(state.value, map.value.value, { ...look, width, height });
  const drag = (event: PointerEvent & { currentTarget: HTMLElement }) => {
    const canvas = event.currentTarget.querySelector('canvas')!;
    const shown = canvas.getBoundingClientRect();
    const [w, b] = at(
      ((event.clientX - shown.left) * width) / shown.width,
      ((event.clientY - shown.top) * height) / shown.height,
    );
    place(w, b);
  };
  const found = point.value.value;
  useEffect(() => {
    if (map.value.value && found) shown('phase');
  }, [map.value.value, found]);
  const shownDots = state.value.dots ? dots.value.value : null;
  const small = { ...look, width: 320, height: 280 };
  return (
    <>
      <Message>
        In wide networks two inputs come together (left of the line, order) or drift apart (right of it,
        chaos). Drag the point: it is the σ_w and σ_b of every view.
      </Message>
      <Status
        of={
          map.value.error === null
            ? { ...map.value, error: point.value.error ?? dots.value.error }
            : map.value
        }
      />
      {map.value.error !== null ? null : (
        <>
          <div class="columns">
            <div>
              {/* biome-ignore lint/a11y/useSemanticElements: there is no element for a plane with a point */}
              <div
                class="movable"
                role="group"
                aria-label="Point of the phase diagram: drag, or arrow keys"
                // biome-ignore lint/a11y/noNoninteractiveTabindex: arrow keys move the point
                tabIndex={0}
                onKeyDown={(event) => {
                  const step = KEYS[event.key];
                  if (step === undefined) return;
                  event.preventDefault();
                  place(state.value.sigmaW + step[0] / 100, state.value.sigmaB + step[1] / 100);
                }}
                onPointerDown={(event) => {
                  event.currentTarget.setPointerCapture(event.pointerId);
                  dragging.current = true;
                  drag(event);
                }}
                onPointerMove={(event) => {
                  if (dragging.current) drag(event);
                }}
                onPointerUp={() => {
                  dragging.current = false;
                }}
              >
                <Canvas
                  class="front"
                  picture={picture}
                  label={`Phase diagram: ${MAPS.find(([name]) => name === state.value.map)![1]}; the line is the edge of chaos`}
                />
              </div>
              <div class="row">
                <ChoiceControl name="map" label="Colours show" choices={MAPS} />
                {hidden('dots') ? null : (
                  <label class="check">
                    <input
                      type="checkbox"
                      data-field="dots"
                      checked={state.value.dots}
                      onChange={({ currentTarget }) => change({ dots: currentTarget.checked })}
                    />{' '}
                    Measured dots, width {state.value.width}
                  </label>
                )}
              </div>
            </div>
            {found === null ? null : (
              <div class="columns">
                <Facts point={found} />
                <div>
                  <h2>Length map</h2>
                  <Svg
                    picture={lengthPicture(found, shownDots, small)}
                    label="Squared length of a layer from that of the layer before, with its cobweb"
                  />
                </div>
                <div>
                  <h2>Correlation map</h2>
                  {found.correlationSteps.length === 0 ? (
                    <p>Without a fixed length q* there is no correlation map.</p>
                  ) : (
                    <Svg
                      picture={correlationPicture(found, shownDots, small)}
                      label="Correlation in a layer from that in the layer before, with its cobweb"
                    />
                  )}
                </div>
              </div>
            )}
          </div>
          <FigureData
            name="phase"
            title="Phase diagram of wide networks"
            picture={() => picture}
            table={phaseTable(map.value.value)}
            document={() => ({ law: lawOf(), point: found, map: map.value.value })}
          />
        </>
      )}
    </>
  );
}

function Facts({ point: { field, phase } }: { readonly point: PhasePointResult }) {
  const facts: readonly (readonly [string, string, number | string | null])[] = [
    ['phase', 'phase', phase],
    ['χ₁', 'chi1', field.chi1],
    ['q*', 'qStar', field.qStar],
    ['c*', 'cStar', field.cStar],
    ['ξ_q, layers', 'xiQ', field.xiQ],
    ['ξ_c, layers', 'xiC', field.xiC],
  ];
  return (
    <dl class="facts">
      {facts.map(([label, name, value]) => (
        <>
          <dt key={`${name}-label`}>{label}</dt>
          <dd key={name} data-fact={name} data-value={value ?? ''}>
            {typeof value === 'string' ? value : short(value)}
          </dd>
        </>
      ))}
    </dl>
  );
}
