import type { ComponentChildren, VNode } from "preact";

interface PartProps {
  readonly title: string;
  /** Where links lead. */
  readonly id?: string;
  readonly children: ComponentChildren;
}

/** A titled part of what is told about a run. */
export const Part = ({ title, id, children }: PartProps): VNode => (
  <section class="part" id={id}>
    <h3>{title}</h3>
    {children}
  </section>
);
