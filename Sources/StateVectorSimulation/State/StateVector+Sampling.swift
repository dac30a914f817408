// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

public import ComputePrimitives

extension StateVector {
  /// The probabilities of all values of some qubits.
  ///
  /// - Parameter qubits: The qubits, the lowest bit of the value first.
  /// - Returns: 2^qubits numbers that add up to 1.
  /// - Precondition: The qubits differ.
  public borrowing func probabilities(of qubits: [Int]) -> [Double] {
    requireQubits(qubits)
    let places = qubits.map { positions[$0] }
    let values = 1 << qubits.count
    // Blocks are added in groups, so that there are never more than 64 partial tables.
    let bits = min(Self.simpleBlockBits, qubitCount)
    let groups = min(64, 1 << (qubitCount - bits))
    let groupSize = (1 << qubitCount) / groups
    let workers = workers
    let partial = unsafe real.withSharedElements { real in
      unsafe imaginary.withSharedElements { imaginary in
        parallelResults(count: groups, workers: values > 1 << 20 ? 1 : workers) { group in
          var table = [Double](repeating: 0, count: values)
          for place in group * groupSize..<(group + 1) * groupSize {
            var value = 0
            for (bit, position) in places.enumerated() {
              value |= (place >> position & 1) << bit
            }
            let x = unsafe Double(real.base[place])
            let y = unsafe Double(imaginary.base[place])
            table[value] += x * x + y * y
          }
          return table
        }
      }
    }
    var table = (0..<values).map { value in sum(partial.map { $0[value] }) }
    let total = sum(table)
    for value in table.indices { table[value] /= total }
    return table
  }

  /// Draws basis states from the distribution of the state, which stays as it is.
  ///
  /// - Parameters:
  ///   - shots: How many.
  ///   - stream: The source of chance; it gives one number for each shot.
  /// - Returns: Basis indices: bit q is qubit q.
  /// - Complexity: O(2^n + shots · log shots).
  public borrowing func sample(shots: Int, using stream: inout RandomStream) -> [UInt64] {
    precondition(shots >= 0, "A number of shots cannot be negative.")
    let kernel = unsafe Scalar.kernels.weight
    let weights = unsafe mapBlocks { real, imaginary, start, count in
      unsafe kernel(real, imaginary, UInt64(start), UInt64(count), 0, 0)
    }
    let total = weights.reduce(0, +)
    // The points in ascending order meet the running sum of weights in one walk.
    let points = (0..<shots).map { _ in stream.nextUnit() * total }
    let order = points.indices.sorted { points[$0] < points[$1] }
    var samples = [UInt64](repeating: 0, count: shots)
    let blockSize = (1 << qubitCount) / weights.count
    var next = 0
    var before = 0.0
    for (block, weight) in weights.enumerated() where next < shots {
      let isLast = block == weights.count - 1
      guard points[order[next]] < before + weight || isLast else {
        before += weight
        continue
      }
      var sum = before
      var lastPossible = 0
      for place in block * blockSize..<(block + 1) * blockSize {
        let x = Double(real[place])
        let y = Double(imaginary[place])
        let weight = x * x + y * y
        guard weight > 0 else { continue }
        sum += weight
        lastPossible = place
        while next < shots, points[order[next]] < sum {
          samples[order[next]] = basisIndex(at: place)
          next += 1
        }
      }
      before += weight
      // Points that rounding placed between the two sums of the block belong to its last state.
      while next < shots, points[order[next]] < before || isLast {
        samples[order[next]] = basisIndex(at: lastPossible)
        next += 1
      }
    }
    return samples
  }

  /// The basis state whose amplitude lies at a place.
  func basisIndex(at place: Int) -> UInt64 {
    var index: UInt64 = 0
    for (qubit, position) in positions.enumerated() {
      index |= UInt64(place >> position & 1) << UInt64(qubit)
    }
    return index
  }
}
