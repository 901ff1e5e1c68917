/** The page: views that share one state, their settings beside them. */
import { signal } from '@preact/signals';
import type { FunctionComponent } from 'preact';
import { useEffect } from 'preact/hooks';
import { ChoiceControl, FlagControl, hidden } from './parts/controls.tsx';
import { loadDigits } from './parts/digits.ts';
import { Panel } from './parts/panel.tsx';
import { Tour } from './parts/tour.tsx';
import { VIEWS, type ViewName } from './state/fields.ts';
import { addressFaults, field, goToView } from './state/store.ts';
import { Tangle } from './views/tangle.tsx';

const NAMES: Readonly<Record<ViewName, string>> = {
  tangle: 'Tangle',
  growth: 'Growth',
  phase: 'Phase diagram',
  regions: 'Regions',
  numbers: 'Numbers',
};

/** Views other than the first are loaded when they are asked for, or when the first picture is there. */
const LATER: Readonly<Record<Exclude<ViewName, 'tangle'>, () => Promise<FunctionComponent>>> = {
  growth: async () => (await import('./views/growth.tsx')).Growth,
  phase: async () => (await import('./views/phase.tsx')).Phase,
  regions: async () => (await import('./views/regions.tsx')).Regions,
  numbers: async () => (await import('./views/numbers.tsx')).Numbers,
};
const loaded = signal<Readonly<Partial<Record<ViewName, FunctionComponent>>>>({ tangle: Tangle });

async function load(view: ViewName): Promise<void> {
  if (view === 'tangle' || loaded.value[view]) return;
  const component = await LATER[view]();
  loaded.value = { ...loaded.value, [view]: component };
}

/** After the first picture nothing is left to load: the page then works without a network. */
async function loadRest(): Promise<void> {
  await Promise.all([...VIEWS.map(load), loadDigits()]);
  document.documentElement.dataset.loaded = 'all';
}

export function App() {
  const view = field('view');
  const embed = field('embed');
  useEffect(() => {
    const timer = setTimeout(() => void loadRest(), 1500);
    return () => clearTimeout(timer);
  }, []);
  useEffect(() => {
    void load(view);
    document.title = `${NAMES[view]} · expressivity`;
  }, [view]);
  const View = loaded.value[view];
  return (
    <>
      <button type="button" class="skip" onClick={() => document.getElementById('main')!.focus()}>
        Skip to the picture
      </button>
      {embed ? null : <Header />}
      {addressFaults.value.map((fault) => (
        <p class="error" role="alert" key={fault}>
          The address has a wrong part: {fault}.
        </p>
      ))}
      {embed ? null : <Tour />}
      <div class={`layout ${hidden('settings') || view === 'numbers' ? 'wide' : ''}`}>
        {hidden('settings') || view === 'numbers' ? null : <Panel />}
        <main id="main" tabIndex={-1}>
          {embed ? null : <h1>{NAMES[view]}</h1>}
          {View === undefined ? <p role="status">Loading …</p> : <View />}
        </main>
      </div>
      {embed ? null : <Footer />}
    </>
  );
}

function Header() {
  return (
    <header>
      <p class="name">
        <strong>expressivity</strong> How much does a random deep network bend a curve?
      </p>
      {hidden('views') ? null : (
        <nav aria-label="Views">
          {VIEWS.map((name) => (
            <a
              key={name}
              href={`#view=${name}`}
              aria-current={field('view') === name ? 'page' : undefined}
              onClick={(event) => {
                event.preventDefault();
                goToView(name);
              }}
            >
              {NAMES[name]}
            </a>
          ))}
        </nav>
      )}
    </header>
  );
}

function Footer() {
  return (
    <footer>
      <ChoiceControl
        name="theme"
        label="Colours"
        choices={[
          ['auto', 'as the system'],
          ['light', 'light'],
          ['dark', 'dark'],
        ]}
      />
      <FlagControl name="large">Large type</FlagControl>
      <p>This browser computes everything and sends nothing. The address holds the whole state.</p>
    </footer>
  );
}
