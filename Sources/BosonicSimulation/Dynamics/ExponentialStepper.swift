// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif
import ComputePrimitives
import LinearAlgebra

/// Carries a vector by e^{tA}, block by block, through the rational approximation of the exponential.
///
/// Each interval is cut into 2^k steps. A step is taken once whole and once in halves; their difference is the error of
/// the whole, and the halves, 2⁹ times better, are kept. Factors are kept while the interval stays the same.
struct ExponentialStepper: Stepper {
  private let blocks: InvariantBlocks
  private let options: EvolutionOptions
  private var interval = 0.0
  private var level = 0
  /// The factors of each block and pole, by the number of halvings of the interval.
  private var factors: [Int: [[BandFactorization]?]] = [:]

  init(_ blocks: InvariantBlocks, options: EvolutionOptions) {
    self.blocks = blocks
    self.options = options
  }

  mutating func advance(
    _ vector: inout [Complex], from start: Double, to end: Double,
    afterStep: ([Complex], Double) throws(BosonicError) -> Void
  ) throws(BosonicError) {
    if abs(end - start - interval) > 1e-12 * interval {
      interval = end - start
      factors = [:]
      level = 0
    }
    // The part of the interval that is done, in units of its 2^-level.
    var done = 0
    var steps = 0
    while done < 1 << level {
      steps += 1
      guard steps <= options.maximumSteps, level < 40 else {
        throw BosonicError(
          .convergence,
          "tolerance=\(options.tolerance) is not reached within "
            + "\(options.maximumSteps) steps; raise it or shorten the time.")
      }
      let whole = try step(vector, level: level)
      let half = try step(vector, level: level + 1)
      let halves = try step(half, level: level + 1)
      var error = 0.0
      var norm = 0.0
      for index in vector.indices {
        error += (whole[index] - halves[index]).squaredMagnitude
        norm += halves[index].squaredMagnitude
      }
      // The kept halves are far better than the whole; a hundredth of the estimate is still on the safe side.
      let ratio = 0.01 * (error / max(norm, 1e-24)).squareRoot() / options.tolerance
      if ratio > 1 {
        level += 1
        done *= 2
        continue
      }
      let size = interval * pow(0.5, Double(level))
      try afterStep(half, start + (Double(done) + 0.5) * size)
      vector = halves
      done += 1
      try afterStep(vector, start + Double(done) * size)
      // The error falls as the tenth power of the step: double it where that leaves a margin.
      if ratio < 1e-4, level > 0, done & 1 == 0, done < 1 << level {
        level -= 1
        done /= 2
      }
    }
  }

  /// One step of 2^-level of the interval.
  private mutating func step(_ vector: [Complex], level: Int) throws(BosonicError) -> [Complex] {
    let size = interval * pow(0.5, Double(level))
    var result = Array(repeating: Complex.zero, count: vector.count)
    for (index, block) in blocks.blocks.enumerated() {
      // The mirror of an earlier block follows by conjugation.
      if let mirror = block.mirror, mirror < index { continue }
      let part = block.places.map { vector[$0] }
      guard part.contains(where: { $0 != .zero }) else { continue }
      let isOwnMirror = block.mirror == index
      let factored = try factors(of: index, level: level, size: size, halved: isOwnMirror)
      var sum = Array(repeating: Complex.zero, count: part.count)
      for (pole, factor) in zip(Self.poles(halved: isOwnMirror), factored) {
        var solution = part
        factor.solve(&solution)
        let isPair = isOwnMirror && pole.place.imaginary != 0
        for place in sum.indices {
          let value = pole.residue * solution[place]
          sum[place] += value
          // The conjugate pole gives the conjugate transpose.
          if isPair { sum[block.mirrorPlaces[place]] += value.conjugate }
        }
      }
      if isOwnMirror {
        // Halving the poles takes a matrix for Hermitian, and would amplify what rounding adds to that.
        let mean = sum.indices.map { 0.5 * (sum[$0] + sum[block.mirrorPlaces[$0]].conjugate) }
        sum = mean
      }
      for (place, value) in zip(block.places, sum) { result[place] = value }
      if let mirror = block.mirror, mirror > index {
        let places = blocks.blocks[mirror].places
        for (place, value) in zip(block.mirrorPlaces, sum) {
          result[places[place]] = value.conjugate
        }
      }
    }
    return result
  }

  private static func poles(halved: Bool) -> [RationalExponential.Pole] {
    halved
      ? RationalExponential.poles.filter { $0.place.imaginary >= 0 } : RationalExponential.poles
  }

  private mutating func factors(
    of index: Int, level: Int, size: Double, halved: Bool
  ) throws(BosonicError) -> [BandFactorization] {
    var list = factors[level] ?? Array(repeating: nil, count: blocks.blocks.count)
    if let known = list[index] { return known }
    let block = blocks.blocks[index]
    var made: [BandFactorization] = []
    for pole in Self.poles(halved: halved) {
      var elements = block.elements
      for place in elements.indices { elements[place].value = size * elements[place].value }
      for place in block.places.indices {
        elements.append(.init(row: place, column: place, value: -pole.place))
      }
      do {
        made.append(try BandFactorization(size: block.places.count, elements: elements))
      } catch {
        throw BosonicError(.convergence, "a step of the evolution cannot be solved: \(error)")
      }
    }
    list[index] = made
    factors[level] = list
    return made
  }
}
