import { type Theme, withBase } from 'vitepress';
import DefaultTheme from 'vitepress/theme-without-fonts';
import { h } from 'vue';
import './style.css';

const notFound = () =>
  h('main', { class: 'vp-doc not-found' }, [
    h('h1', 'No such page'),
    h('p', ['Search for it above, or start with ', h('a', { href: withBase('/') }, 'what it measures'), '.']),
  ]);

export default {
  extends: DefaultTheme,
  Layout: () => h(DefaultTheme.Layout, null, { 'not-found': notFound }),
} satisfies Theme;
