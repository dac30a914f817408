// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

extension BosonicAgainstQuTiP {
  /// Computes each case with QuTiP, in more levels than are compared wherever a matrix exponential is cut off.
  static let script = #"""
    import numpy as np, qutip as qt
    from math import lgamma

    def show(name, values):
        flat = np.asarray(values, dtype=complex).ravel()
        print(name, *(f"{v.real:.17g} {v.imag:.17g}" for v in flat))

    def density(name, state, n):
        rho = state.proj() if state.isket else state
        show(name, rho.full()[:n, :n])

    W, N = 90, 40
    a, num = qt.destroy(W), qt.num(W)
    expm = lambda generator: generator.expm()
    ket = lambda amplitudes: qt.Qobj(np.asarray(amplitudes, dtype=complex).reshape(-1, 1)).unit()
    D = lambda z: expm(z * a.dag() - np.conj(z) * a)
    S = lambda z: expm(0.5 * (np.conj(z) * a * a - z * a.dag() * a.dag()))
    vac = qt.basis(W, 0)
    coh = D(1.2 + 0.5j) * vac
    density("coherent", coh, N)
    density("squeezed", S(0.6 * np.exp(0.7j)) * vac, N)
    density("thermal", qt.thermal_dm(200, 0.7, method="analytic"), N)
    cat = (D(1.5) * vac + D(-1.5) * vac).unit()
    density("cat-even", cat, N)
    density("cat-odd", (D(1.5) * vac - D(-1.5) * vac).unit(), N)
    density("cat-four", sum((1j ** (-3 * k)) * (D(1.8 * 1j ** k) * vac) for k in range(4)).unit(), N)

    def waves(x, n):
        f = [np.pi ** -0.25 * np.exp(-x * x / 2)]
        for k in range(n - 1):
            f.append((np.sqrt(2) * x * f[k] - (np.sqrt(k) * f[k - 1] if k else 0)) / np.sqrt(k + 1))
        return np.array(f)

    def grid(mu, n=220, db=7):
        eps = np.arctanh(10 ** (-db / 10))
        sums = sum(waves(np.sqrt(np.pi) * (2 * s + mu), n) for s in range(-12, 13))
        return ket(np.exp(-eps * np.arange(n)) * sums)

    density("grid-zero", grid(0), 70)
    density("grid-one", grid(1), 70)
    density("displaced", D(0.7 - 0.9j) * qt.basis(W, 2), N)
    density("squeezed-coherent", S(0.3 * np.exp(-0.4j)) * coh, N)
    turned = (-0.8j * num).expm() * coh
    density("rotated", turned, N)
    kerr = (-0.15j * num * (num - 1)).expm() * turned
    density("kerr", kerr, N)
    phases = np.zeros(W); phases[:4] = [0.1, 2, -1, 0.5]
    density("snap", qt.Qobj(np.diag(np.exp(1j * phases))) * kerr, N)
    n = 12
    a1, b1 = qt.tensor(qt.destroy(n), qt.qeye(n)), qt.tensor(qt.qeye(n), qt.destroy(n))
    hop = np.exp(0.9j) * a1 * b1.dag()
    two = (0.6 * (hop - hop.dag())).expm() * qt.tensor(qt.basis(n, 1), qt.basis(n, 2))
    density("beam-splitter", two, n * n)
    n = 46
    small = qt.destroy(n)
    x = (small + small.dag()) / np.sqrt(2); p = -1j * (small - small.dag()) / np.sqrt(2)
    squeeze = lambda z: (0.5 * (z * small * small - z * small.dag() * small.dag())).expm()
    start = qt.tensor(squeeze(0.4) * qt.basis(n, 0), squeeze(-0.3) * qt.basis(n, 0))
    H = qt.tensor(x, p)
    tight = {"atol": 1e-11, "rtol": 1e-10, "nsteps": 1000000}
    out = qt.sesolve(H, start, [0, 0.5], options=tight).states[-1]
    show("sum-gate", out.full().reshape(n, n)[:26, :26])
    density("reduced", out.ptrace(1), 26)

    def evolve(state, jumps, time, H=None):
        H = 0 * jumps[0] if H is None else H
        return qt.mesolve(H, state, [0, time], jumps, options=tight).states[-1]

    M = 60
    am, nm = qt.destroy(M), qt.num(M)
    cut = lambda q: qt.Qobj(q.full()[:M])
    lost = evolve(cut(cat), [np.sqrt(0.3) * am], 1)
    density("loss", lost, N)
    amplified = evolve(qt.coherent(M, 0.8 + 0.2j, method="analytic"), [np.sqrt(0.3) * am.dag()], 1)
    density("amplified", amplified, N)
    dephased = evolve(cut(cat), [np.sqrt(0.2) * nm], 1)
    density("dephased", dephased, N)
    sq = cut(S(0.5) * vac)
    density("shifted", evolve(sq, [0.5 * am, 0.5 * am.dag()], 1), N)
    show("fidelity", [qt.fidelity(qt.Qobj(lost.full()[:N, :N]), qt.Qobj(dephased.full()[:N, :N])) ** 2])
    show("parity", [sum((-1) ** k * v for k, v in enumerate(lost.diag()))])
    axis = np.arange(-3, 3.01, 0.5)
    tilted = (D(1.5 + 0.4j) * vac + D(-1.5 - 0.4j) * vac).unit()
    mixed = evolve(cut(tilted), [np.sqrt(-np.log(0.8)) * am], 1)
    show("wigner-cat", qt.wigner(mixed, axis, axis))
    show("wigner-grid", qt.wigner(qt.Qobj(grid(0).full()[:120]), axis, axis))
    rho = mixed.full()
    k = np.arange(M)
    show("homodyne", [np.real((f * np.exp(-0.7j * k)) @ rho @ (f * np.exp(0.7j * k)))
                      for f in (waves(v, M) for v in axis)])
    L = 30
    al = qt.destroy(L); nl = qt.num(L)
    noise = [np.sqrt(0.1 * 1.05) * al, np.sqrt(0.1 * 0.05) * al.dag(), np.sqrt(0.02) * nl]
    start = qt.Qobj(qt.coherent(60, 1.2 + 0.3j, method="analytic").full()[:L])
    two = al * al - 2
    dissipative = evolve(start, [two] + noise, 0.5)
    kerr = evolve(start, noise, 0.5, -two.dag() * two)
    for method in ("explicit", "exponential"):
        density("dissipative-" + method, dissipative, L)
        density("kerr-" + method, kerr, L)
    X = (al + al.dag()) / np.sqrt(2)
    H = [0.3 * nl, [X, lambda t: np.sin(2 * t)]]
    driven = qt.mesolve(H, qt.basis(L, 0), [0, 1, 2.5], [np.sqrt(0.2) * al], e_ops=[nl, al],
                        options={**tight, "store_final_state": True})
    density("driven", driven.final_state, L)
    show("driven-means", np.concatenate(driven.expect))
    n = 6
    a1, b1 = qt.tensor(qt.destroy(n), qt.qeye(n)), qt.tensor(qt.qeye(n), qt.destroy(n))
    both = evolve(qt.tensor(qt.basis(n, 2), qt.basis(n, 1)), [np.sqrt(0.3) * a1], 0.7,
                  a1 * b1.dag() + a1.dag() * b1)
    density("coupled", both, n * n)
    super_ = qt.liouvillian(0 * al, [two, np.sqrt(0.05) * al]).full()
    # The coherences between parities and the rest: the slowest mode of the one, the second of the other.
    places = np.arange(L * L)
    odd = (places // L + places % L) % 2 == 1
    modes = lambda which: sorted(np.linalg.eigvals(super_[np.ix_(which, which)]), key=abs)
    bit, phase = -modes(odd)[0].real / 2, -modes(~odd)[1].real / 2
    show("cat-rates", [1e3 * bit, phase])
    """#
}
