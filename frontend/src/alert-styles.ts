import { css } from "lit";

export const alertStyles = css`
  :host {
    display: flex;
    flex-direction: column;
    gap: 10px;
    font-size: 0.875rem;
  }
  .alert,
  .quiet {
    position: relative;
    display: flex;
    gap: 12px;
    padding: 12px;
    overflow: hidden;
    border-radius: 12px;
  }
  .quiet {
    align-items: center;
    padding: 0 0 0 12px;
    border: 1px solid var(--divider-color);
  }
  .quiet span {
    flex: 1;
  }
  .alert::before {
    content: "";
    position: absolute;
    inset: 0;
    background: var(--accent, var(--primary-color));
    opacity: 0.1;
  }
  .alert > * {
    position: relative;
  }
  .alert > ha-icon {
    flex: none;
    color: var(--accent, var(--primary-color));
  }
  .said {
    flex: 1;
    min-width: 0;
  }
  b {
    font-weight: 500;
  }
  p {
    margin: 2px 0 0;
  }
  .acts {
    display: flex;
    flex-wrap: wrap;
    margin: 0 0 -8px -10px;
  }
  button {
    min-width: 44px;
    min-height: 44px;
    padding: 0 10px;
    border: 0;
    border-radius: 22px;
    background: none;
    color: inherit;
    font: inherit;
    font-weight: 500;
    cursor: pointer;
    text-decoration: underline;
    text-decoration-color: var(--accent, var(--primary-color));
    text-decoration-thickness: 2px;
    text-underline-offset: 5px;
  }
  button:hover {
    background: var(--divider-color);
  }
  button:focus-visible {
    outline: 2px solid var(--primary-color);
    outline-offset: -2px;
  }
`;
