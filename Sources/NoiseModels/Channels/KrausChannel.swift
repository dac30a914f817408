// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

/// A quantum channel by its Kraus operators: ρ → Σ K ρ K†, on one or a few qubits.
///
/// What Pauli rates leave out, coherence between successive errors, is here; small codes can be followed exactly.
public struct KrausChannel: Sendable, Hashable {
  /// The number of qubits.
  public let qubitCount: Int
  /// The operators, 2ⁿ × 2ⁿ; qubit 0 is the lowest bit of the row.
  public let operators: [SquareMatrix]

  /// Makes a channel.
  ///
  /// - Throws: `NoiseError` with code `.badParameter` unless Σ K†K = 1 to 1e-9 and the sizes agree.
  public init(qubitCount: Int, operators: [SquareMatrix]) throws(NoiseError) {
    let size = 1 << qubitCount
    guard !operators.isEmpty, operators.allSatisfy({ $0.size == size }) else {
      throw NoiseError(
        .badParameter, "kraus: each operator must be \(size) × \(size), and there must be one.")
    }
    self.init(unchecked: qubitCount, operators)
    let defect = traceDefect
    guard defect <= 1e-9 else {
      throw NoiseError(
        .badParameter, "kraus: Σ K†K differs from 1 by \(defect): must be in 0...1e-9.")
    }
  }

  private init(unchecked qubitCount: Int, _ operators: [SquareMatrix]) {
    self.qubitCount = qubitCount
    self.operators = operators
  }

  /// How far Σ K†K is from 1, in its largest entry.
  public var traceDefect: Double {
    var sum = SquareMatrix.zero(operators[0].size)
    for kraus in operators { sum += kraus.adjoint * kraus }
    return sum.distance(to: .identity(sum.size))
  }

  /// A rotation e^(−iθP/2).
  public static func rotation(by angle: Double, about axis: PauliRates.Axis) -> KrausChannel {
    let c = Elementary.cos(angle / 2)
    let s = Elementary.sin(angle / 2)
    let identity = SquareMatrix.identity(2).scaled(by: c)
    return KrausChannel(
      unchecked: 1, [identity + SquareMatrix.pauli(axis).scaled(real: 0, imaginary: -s)])
  }

  /// The Pauli channel of given rates.
  public static func pauli(_ rates: PauliRates) -> KrausChannel {
    var operators = [SquareMatrix.identity(2).scaled(by: max(0, 1 - rates.total).squareRoot())]
    for (axis, rate) in [(PauliRates.Axis.x, rates.x), (.y, rates.y), (.z, rates.z)] where rate > 0
    {
      operators.append(SquareMatrix.pauli(axis).scaled(by: rate.squareRoot()))
    }
    return KrausChannel(unchecked: 1, operators)
  }

  /// Relaxation of |1⟩ to |0⟩ with probability γ.
  ///
  /// - Precondition: γ is in 0...1.
  public static func amplitudeDamping(_ gamma: Double) -> KrausChannel {
    precondition((0...1).contains(gamma), "A probability is in 0...1.")
    var stay = SquareMatrix.zero(2)
    stay[0, 0] = (1, 0)
    stay[1, 1] = ((1 - gamma).squareRoot(), 0)
    var fall = SquareMatrix.zero(2)
    fall[0, 1] = (gamma.squareRoot(), 0)
    return KrausChannel(unchecked: 1, [stay, fall])
  }

  /// One channel, then another on the same qubits.
  ///
  /// - Precondition: the numbers of qubits agree.
  public func followed(by other: KrausChannel) -> KrausChannel {
    precondition(qubitCount == other.qubitCount, "Channels in sequence act on the same qubits.")
    var products: [SquareMatrix] = []
    for second in other.operators {
      for first in operators {
        let product = second * first
        if product.distance(to: .zero(product.size)) > 0 { products.append(product) }
      }
    }
    return KrausChannel(unchecked: qubitCount, products)
  }

  /// The exact Pauli twirl of a one-qubit channel: p_P = Σ |tr(P K)|²/4.
  ///
  /// - Precondition: the channel acts on one qubit.
  public var twirl: PauliRates {
    precondition(qubitCount == 1, "Pauli rates are those of one qubit.")
    func rate(_ axis: PauliRates.Axis) -> Double {
      operators.reduce(0) { sum, kraus in
        let trace = (SquareMatrix.pauli(axis) * kraus).trace
        return sum + (trace.real * trace.real + trace.imaginary * trace.imaginary) / 4
      }
    }
    return PauliRates(x: rate(.x), y: rate(.y), z: rate(.z))
  }

  /// The state of n qubits after the channel acts on one of them.
  ///
  /// - Parameters:
  ///   - state: A density matrix of 2ⁿ × 2ⁿ.
  ///   - qubit: The qubit, counted from the lowest bit.
  /// - Returns: The state afterwards.
  /// - Precondition: the channel acts on one qubit, which the state has.
  /// - Complexity: O(operators · 4ⁿ).
  public func applied(to state: SquareMatrix, qubit: Int) -> SquareMatrix {
    precondition(
      qubitCount == 1 && 1 << qubit < state.size, "The channel acts on a qubit of the state.")
    var result = SquareMatrix.zero(state.size)
    for kraus in operators {
      // (K ρ K†) = (K (K ρ)†)†: the same row operation twice.
      let half = kraus.actingOnRows(of: state, qubit: qubit)
      result += kraus.actingOnRows(of: half.adjoint, qubit: qubit).adjoint
    }
    return result
  }
}
