// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

public import ComputePrimitives

/// Measuring many qubits of many shots at once, without projecting the state.
///
/// Each shot goes qubit by qubit, and draws a number for each unless the qubit is certain by then: what it would get from
/// one measurement after the other. The conditional probabilities are quotients of sums over amplitudes, which
/// are made for some qubits at a time and for the outcomes that occur.
extension StateVector {
  /// How many qubits `outcomeTable` takes together: few enough for a table that is small beside the state.
  private var tableBits: Int { min(qubitCount, max(12, min(16, qubitCount - 8))) }
  /// Partial tables: a constant, since sums must not depend on the number of workers.
  private static var tableParts: Int { 16 }

  /// The weights of the values of the first qubits of a list, as `outcomes` goes through them: the first qubit is the
  /// highest bit of the value.
  ///
  /// - Precondition: The list has every qubit once.
  /// - Complexity: A pass over the amplitudes, and tables of about 3 % of their memory.
  public borrowing func outcomeTable(of qubits: [Int]) -> [Double] {
    requireQubits(qubits)
    let places = qubits.prefix(tableBits).reversed().map { Int32(positions[$0]) }
    let parts = min(Self.tableParts, max(1, (1 << qubitCount) >> 12))
    let size = (1 << qubitCount) / parts
    let (workers, values) = (workers, 1 << places.count)
    let kernel = unsafe Scalar.kernels.tabulate
    let tables = unsafe withElements { real, imaginary in
      parallelResults(count: parts, workers: workers) { part in
        var table = [Double](repeating: 0, count: values)
        unsafe kernel(
          real.base, imaginary.base, UInt64(part * size), UInt64(size), places,
          Int32(places.count), &table)
        return table
      }
    }
    guard parts > 1 else { return tables[0] }
    return (0..<values).map { value in
      var total = 0.0
      for table in tables { total += table[value] }
      return total
    }
  }

  /// Draws outcomes of measuring all qubits.
  ///
  /// - Parameters:
  ///   - qubits: The qubits in the order in which they are measured: every one, once.
  ///   - table: Their `outcomeTable`.
  ///   - certainty: Probabilities below this are none.
  ///   - streams: The chance of each shot.
  /// - Returns: For each shot the outcomes, the first qubit in the lowest bit.
  /// - Complexity: O(shots · qubits), and 2^rest for each value of the table that occurs, where rest is the number
  ///   of qubits beyond it.
  public borrowing func outcomes(
    of qubits: [Int], table: [Double], certainty: Double, using streams: inout [RandomStream]
  ) -> [UInt64] {
    precondition(
      qubits.count == qubitCount && table.count == 1 << tableBits,
      "Every qubit is measured once, with a table of its order.")
    var results = [UInt64](repeating: 0, count: streams.count)
    // Shots that agree so far, and how many of the qubits they have measured.
    var waiting: [(shots: [Int], depth: Int)] = []
    func walk(_ shots: [Int], _ weights: [Double], depth: Int) {
      let tree = OutcomeTree(weights, certainty: certainty)
      var parts: [Int: [Int]] = [:]
      for shot in shots {
        let value = tree.draw(&streams[shot])
        for bit in 0..<tree.depth where value >> (tree.depth - 1 - bit) & 1 == 1 {
          results[shot] |= 1 << UInt64(depth + bit)
        }
        if depth + tree.depth < qubits.count { parts[value, default: []].append(shot) }
      }
      for value in parts.keys.sorted() {
        waiting.append((parts[value] ?? [], depth + tree.depth))
      }
    }
    walk(Array(streams.indices), table, depth: 0)
    // What is next is the same for all that have measured as many.
    var next: [Int: (offsets: [UInt64], free: UInt64)] = [:]
    while let (shots, depth) = waiting.popLast() {
      let known = next[depth] ?? following(qubits, depth: depth)
      next[depth] = known
      let base = places(of: qubits.prefix(depth), results[shots[0]])
      walk(shots, weights(at: base, known.offsets, free: known.free), depth: depth)
    }
    return results
  }

  /// Where the values of the next qubits of a list lie, and the mask of those that come after them.
  private borrowing func following(
    _ qubits: [Int], depth: Int
  ) -> (offsets: [UInt64], free: UInt64) {
    let next = qubits[depth..<min(qubits.count, depth + 12)]
    var offsets: [UInt64] = [0]
    for qubit in next { offsets = offsets.flatMap { [$0, $0 | 1 << UInt64(positions[qubit])] } }
    return (offsets, places(of: qubits[next.endIndex...], .max))
  }

  /// The bits of the planes that the outcomes of some qubits set.
  private borrowing func places(of qubits: ArraySlice<Int>, _ outcomes: UInt64) -> UInt64 {
    var places: UInt64 = 0
    for (bit, qubit) in qubits.enumerated() where outcomes >> UInt64(bit) & 1 == 1 {
      places |= 1 << UInt64(positions[qubit])
    }
    return places
  }

  private borrowing func weights(
    at base: UInt64, _ offsets: [UInt64], free: UInt64
  ) -> [Double] {
    var weights = [Double](repeating: 0, count: offsets.count)
    let kernel = unsafe Scalar.kernels.weights
    unsafe withElements { real, imaginary in
      unsafe kernel(
        real.base, imaginary.base, base, offsets, UInt64(offsets.count), free, &weights)
    }
    return weights
  }
}

/// Sums of weights over the values of some bits, from the highest bit on.
struct OutcomeTree {
  /// The number of bits.
  let depth: Int
  /// Node 1 has all; node n has those of 2n, where the next bit is 0, and 2n + 1; the last are the weights.
  private var sums: [Double]
  private let certainty: Double

  init(_ weights: [Double], certainty: Double) {
    depth = weights.count.trailingZeroBitCount
    self.certainty = certainty
    sums = [Double](repeating: 0, count: weights.count) + weights
    for node in (1..<max(1, weights.count)).reversed() {
      sums[node] = sums[2 * node] + sums[2 * node + 1]
    }
  }

  /// Goes down bit by bit, by one number for each that is open.
  func draw(_ stream: inout RandomStream) -> Int {
    var node = 1
    for _ in 0..<depth {
      let one = sums[2 * node + 1] / sums[node]
      let isOne: Bool
      if one < certainty {
        isOne = false
      } else if one > 1 - certainty {
        isOne = true
      } else {
        isOne = stream.nextUnit() >= 1 - one
      }
      node = 2 * node + (isOne ? 1 : 0)
    }
    return node - (1 << depth)
  }
}
