import type { ComponentChildren, VNode } from "preact";

/** A titled part of what is told about a run. */
export const Part = (props: { readonly title: string; readonly children: ComponentChildren }): VNode => (
  <section class="part">
    <h3>{props.title}</h3>
    {props.children}
  </section>
);
