/** Phase diagram: mean field over the plane of σ_w and σ_b, and at one point of it. */
import { useComputed } from '@preact/signals';
import { useEffect, useMemo } from 'preact/hooks';
import { Canvas } from '../parts/canvas.tsx';
import { ChoiceControl, FlagControl } from '../parts/controls.tsx';
import { FigureData } from '../parts/figure.tsx';
import { narrow, palette, scale } from '../parts/look.ts';
import { Message, Status } from '../parts/message.tsx';
import { arrowKeys, boxOf, Movable, type Pointed } from '../parts/movable.tsx';
import { Svg } from '../parts/picture.tsx';
import { shown } from '../parts/shown.ts';
import { useJob } from '../parts/use-job.ts';
import { change, field, state } from '../state/store.ts';
import type { PhasePointResult } from '../workers/messages.ts';
import {
  correlationPicture,
  hasBlanks,
  lengthPicture,
  MAPS,
  type MapName,
  mapInput,
  mapPicture,
  phaseTable,
  WINDOW,
  withPoint,
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

function place(sigmaW: number, sigmaB: number): void {
  const inside = (value: number, end: number) => Math.round(100 * Math.max(0, Math.min(end, value))) / 100;
  change({ sigmaW: inside(sigmaW, WINDOW.sigmaW), sigmaB: inside(sigmaB, WINDOW.sigmaB) });
}

const KEYS = arrowKeys(0.05, (right, up) => place(state.value.sigmaW + right, state.value.sigmaB + up));

export function Phase() {
  const map = useJob('phaseMap', () => mapInput(state.value));
  const point = useJob('phasePoint', lawOf);
  const dots = useJob('dots', dotsInput);
  const [width, height] = narrow.value ? [360, 300] : [560, 400];
  const look = { palette: palette.value, type: 12 * scale.value };
  const name = field('map');
  const sigmaW = field('sigmaW');
  const sigmaB = field('sigmaB');
  const grid = useMemo(
    () => mapPicture(name as MapName, map.value.value, { ...look, width, height }),
    [name, map.value.value, look.palette, look.type, width],
  );
  const picture = useMemo(() => withPoint(grid, sigmaW, sigmaB), [grid, sigmaW, sigmaB]);
  const blank = useMemo(() => hasBlanks(name as MapName, map.value.value), [name, map.value.value]);
  const table = useMemo(() => phaseTable(map.value.value), [map.value.value]);
  const drag = (event: Pointed) => {
    const box = boxOf(event);
    const [w, b] = grid.axes.invert(
      ((event.clientX - box.left) * width) / box.width,
      ((event.clientY - box.top) * height) / box.height,
    );
    place(w, b);
  };
  const found = point.value.value;
  const error = useComputed(() => map.error.value ?? point.error.value ?? dots.error.value);
  useEffect(() => {
    if (map.value.value && found) shown('phase');
  }, [map.value.value, found]);
  const shownDots = field('dots') ? dots.value.value : null;
  const small = { ...look, width: 320, height: 280 };
  return (
    <>
      <Message>
        In wide networks two inputs come together (order, left of the line) or drift apart (chaos, right of
        it). Drag the point: it sets σ_w and σ_b for every view.
      </Message>
      <Status of={{ busy: map.busy, error }} />
      {map.error.value !== null ? null : (
        <>
          <div class="columns">
            <div>
              <Movable
                label="Point of the phase diagram: drag, or arrow keys"
                keys={KEYS}
                onPress={drag}
                onDrag={drag}
              >
                <Canvas
                  class="front"
                  picture={picture}
                  label={`Phase diagram: ${MAPS.find(([key]) => key === name)![1]}; the line is the edge of chaos`}
                />
              </Movable>
              <div class="row">
                <ChoiceControl name="map" label="Colours show" choices={MAPS} />
                <FlagControl name="dots">Measured dots, width {field('width')}</FlagControl>
              </div>
              {blank ? <p>Blank: lengths grow without limit and have no fixed q*.</p> : null}
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
            table={table}
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
