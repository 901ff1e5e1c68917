/** Light or dark, large or not, still or moving: what the state, the system and the visitor want. */
import { computed, effect, signal } from '@preact/signals';
import { DARK, LIGHT } from '../draw/colours.ts';
import { state } from '../state/store.ts';

function watched(query: string) {
  const list = matchMedia(query);
  const value = signal(list.matches);
  list.addEventListener('change', () => {
    value.value = list.matches;
  });
  return value;
}

const systemDark = watched('(prefers-color-scheme: dark)');
/** Whether the visitor's system asks for no movement. */
export const still = watched('(prefers-reduced-motion: reduce)');
/** A phone: pictures are drawn as wide as it is, so that their type stays readable. */
export const narrow = watched('(max-width: 40rem)');
export const dark = computed(() =>
  state.value.theme === 'auto' ? systemDark.value : state.value.theme === 'dark',
);
export const palette = computed(() => (dark.value ? DARK : LIGHT));
/** Factor of all sizes in pictures. */
export const scale = computed(() => (state.value.large ? 1.4 : 1));

effect(() => {
  const root = document.documentElement;
  root.dataset.theme = dark.value ? 'dark' : 'light';
  root.dataset.size = state.value.large ? 'large' : 'normal';
  root.dataset.embed = String(state.value.embed);
});
