import { unsafeCSS, type CSSResult } from "lit";

/** Styles without anything put in: less than Lit's own `css` has to travel for them. */
export const css = ({ raw }: TemplateStringsArray): CSSResult => unsafeCSS(raw[0]);

/** Words find their own direction: Taara's languages, wherever they stand. */
export const wordStyles = css`
  * {
    overflow-wrap: anywhere;
    text-align: -webkit-match-parent;
    unicode-bidi: plaintext;
  }
`;
