extension ChatPage {
    /// Colours keep a contrast of at least 7:1 for text (WCAG 2.2, level AAA).
    static let styleText = #"""
        :root {
          color-scheme: light;
          --ink: #1b1f1d; --soft: #454d49; --paper: #f3f1ea; --card: #ffffff; --line: #d9d5c8;
          --brand: #0b5a4a; --brand-dark: #08463a; --own: #d9efe4; --alarm: #9c1c12; --alarm-paper: #fdeeea;
        }
        *, *::before, *::after { box-sizing: border-box; }
        [hidden], .unseen:not(:focus) { position: absolute; width: 1px; height: 1px; overflow: hidden; }
        [hidden] { display: none !important; }
        .unseen { clip-path: inset(50%); white-space: nowrap; }
        html { height: 100%; -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
        body {
          margin: 0; height: 100vh; height: 100dvh; display: flex; flex-direction: column;
          background: var(--paper); color: var(--ink); font-size: 1.25rem; line-height: 1.55;
          font-family: system-ui, "PingFang SC", "HarmonyOS Sans SC", "Microsoft YaHei", "Noto Sans CJK SC",
            "Noto Sans SC", "WenQuanYi Zen Hei", sans-serif;
        }
        p { margin: 0; overflow-wrap: anywhere; }
        button, textarea { font: inherit; color: inherit; }
        button { cursor: pointer; touch-action: manipulation; }
        :focus-visible { outline: 3px solid #b8621b; outline-offset: 2px; }

        header {
          background: var(--brand); color: #fff; padding: .7rem 1rem calc(.7rem);
          padding-top: calc(.7rem + env(safe-area-inset-top)); display: flex; align-items: baseline;
          justify-content: space-between; gap: .75rem;
        }
        h1 { margin: 0; font-size: 1.4rem; line-height: 1.3; font-weight: 700; letter-spacing: .02em; }
        #state { font-size: 1.125rem; white-space: nowrap; }
        #state::before {
          content: ""; display: inline-block; width: .6em; height: .6em; margin-right: .4em;
          border-radius: 50%; background: #ffc766;
        }
        #state.good::before { background: #8fe3b4; }

        main { flex: 1; overflow-y: auto; overscroll-behavior: contain; padding: 1rem; outline: none; }
        main > * { max-width: 44rem; margin-left: auto; margin-right: auto; }
        .welcome {
          background: var(--card); border: 1px solid var(--line); border-radius: 1rem; padding: .9rem 1rem;
          display: grid; gap: .5rem;
        }
        .hello { font-size: 1.35rem; font-weight: 700; color: var(--brand-dark); }
        .urgent {
          background: var(--alarm-paper); color: var(--alarm); border-radius: .6rem; padding: .5rem .75rem;
          font-weight: 600;
        }

        #log { display: flex; flex-direction: column; gap: .9rem; padding: 1rem 0 .25rem; }
        .day { align-self: center; font-size: 1.125rem; color: var(--soft); }
        .entry { max-width: 88%; display: flex; flex-direction: column; gap: .2rem; }
        .entry p {
          padding: .65rem .9rem; border-radius: 1rem; background: var(--card); border: 1px solid var(--line);
          white-space: pre-wrap;
        }
        .reply { align-self: flex-start; }
        .reply p { border-top-left-radius: .25rem; }
        .own { align-self: flex-end; align-items: flex-end; }
        .own p { background: var(--own); border-color: #a9d5c1; border-top-right-radius: .25rem; }
        .note { font-size: 1.125rem; color: var(--soft); padding: 0 .3rem; }
        .again {
          font-size: 1.125rem; font-weight: 700; color: #fff; background: var(--alarm); border: 0;
          border-radius: .75rem; padding: .5rem .9rem; min-height: 2.75rem;
        }

        #newer {
          align-self: center; margin: 0 0 .5rem; border: 0; border-radius: 2rem; background: var(--ink);
          color: #fff; padding: .5rem 1.1rem; min-height: 2.75rem; font-size: 1.125rem;
        }

        footer {
          background: var(--card); border-top: 1px solid var(--line);
          padding: .65rem .75rem calc(.65rem + env(safe-area-inset-bottom));
        }
        footer > * { max-width: 44rem; margin-left: auto; margin-right: auto; }
        .answers { display: none; flex-wrap: wrap; gap: .5rem; margin-top: .3rem; }
        .entry:last-child .answers { display: flex; }
        .answers button {
          min-height: 3rem; min-width: 4.2rem; padding: .3rem .9rem; font-weight: 700; font-size: 1.3rem;
          color: var(--brand-dark); background: #fff; border: 2px solid #0b5a4a; border-radius: .8rem;
        }
        .answers button:active { background: var(--own); }
        #chips { display: grid; grid-template-columns: repeat(6, 1fr); gap: .45rem; margin-bottom: .6rem; }
        #chips button {
          grid-column: span 2; min-height: 2.9rem; padding: .3rem .4rem; font-weight: 600; font-size: 1.2rem;
          color: var(--brand-dark); background: #eef6f2; border: 2px solid #7fb8a2; border-radius: .8rem;
        }
        #chips button:nth-child(n+4) { grid-column: span 3; }
        #chips button:active { background: var(--own); }
        form { display: flex; gap: .55rem; align-items: flex-end; }
        textarea {
          flex: 1; min-width: 0; min-height: 3.5rem; max-height: 9.5rem; resize: none; padding: .75rem .85rem;
          line-height: 1.45; background: #fff; border: 2px solid #6d7772; border-radius: .9rem;
        }
        textarea::placeholder { color: #59625d; opacity: 1; }
        #send {
          flex: none; min-width: 5.4rem; min-height: 3.5rem; font-size: 1.4rem; font-weight: 700; color: #fff;
          background: var(--brand); border: 0; border-radius: .9rem; letter-spacing: .1em;
        }
        #send:active { background: var(--brand-dark); }

        @media (min-width: 48rem) {
          #chips { display: flex; }
          #chips button { flex: 1; }
        }
        @media (max-height: 30rem) {
          #chips { display: none; }
        }
        @media (prefers-contrast: more) {
          :root { --soft: #1b1f1d; --line: #1b1f1d; }
        }

        """#
}
