// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

public import ComputePrimitives

/// A square operator stored by its diagonals.
///
/// Operators of modes move photon numbers by few steps, so they have few diagonals, and so have their
/// products and the superoperators made of them. Applying one is a handful of passes over contiguous memory,
/// without any index.
public struct BandOperator: Sendable, Hashable {
  /// One diagonal.
  public struct Band: Sendable, Hashable {
    /// The column minus the row.
    public var offset: Int
    /// The elements, one for each row; zero where the column does not exist.
    public var values: [Complex]
  }

  /// The number of rows and columns.
  public let size: Int
  /// The diagonals that are not zero, by ascending offset.
  public private(set) var bands: [Band]

  /// The operator that is zero.
  public init(size: Int) {
    self.size = size
    bands = []
  }

  /// An operator with one diagonal.
  ///
  /// - Parameters:
  ///   - offset: The column minus the row.
  ///   - size: The number of rows.
  ///   - value: The element of a row; called only where the column exists.
  public init(offset: Int, size: Int, value: (Int) -> Complex) {
    self.size = size
    let values = (0..<size).map { row in
      row + offset >= 0 && row + offset < size ? value(row) : Complex.zero
    }
    bands = [Band(offset: offset, values: values)]
  }

  /// A diagonal operator.
  public init(diagonal: [Complex]) {
    size = diagonal.count
    bands = [Band(offset: 0, values: diagonal)]
  }

  /// The identity.
  public static func identity(_ size: Int) -> BandOperator {
    BandOperator(diagonal: Array(repeating: .one, count: size))
  }

  /// Adds an operator, multiplied by a number.
  ///
  /// - Precondition: The sizes agree.
  public mutating func add(_ other: BandOperator, times factor: Complex = .one) {
    precondition(size == other.size, "Operators of different sizes have no sum.")
    for band in other.bands {
      let place = bands.firstIndex { $0.offset >= band.offset } ?? bands.count
      if place == bands.count || bands[place].offset != band.offset {
        bands.insert(
          Band(offset: band.offset, values: Array(repeating: .zero, count: size)), at: place)
      }
      for row in 0..<size { bands[place].values[row] += factor * band.values[row] }
    }
  }

  /// The conjugate transpose.
  public var adjoint: BandOperator {
    mapped { $0.conjugate }.transposed
  }

  /// The transpose.
  public var transposed: BandOperator {
    var result = self
    result.bands = bands.reversed().map { band in
      var values = Array(repeating: Complex.zero, count: size)
      for row in max(0, -band.offset)..<max(min(size, size - band.offset), max(0, -band.offset)) {
        values[row + band.offset] = band.values[row]
      }
      return Band(offset: -band.offset, values: values)
    }
    return result
  }

  /// The complex conjugate, element by element.
  public var conjugated: BandOperator { mapped { $0.conjugate } }

  /// The operator with each element changed.
  private func mapped(_ change: (Complex) -> Complex) -> BandOperator {
    var result = self
    for index in result.bands.indices {
      result.bands[index].values = result.bands[index].values.map(change)
    }
    return result
  }

  /// The sum.
  public static func + (left: BandOperator, right: BandOperator) -> BandOperator {
    var result = left
    result.add(right)
    return result
  }

  /// The difference.
  public static func - (left: BandOperator, right: BandOperator) -> BandOperator {
    var result = left
    result.add(right, times: Complex(-1))
    return result
  }

  /// The product with a number.
  public static func * (factor: Complex, right: BandOperator) -> BandOperator {
    right.mapped { factor * $0 }
  }

  /// The product with a real number.
  public static func * (factor: Double, right: BandOperator) -> BandOperator {
    right.mapped { factor * $0 }
  }

  /// The product of two operators.
  ///
  /// - Precondition: The sizes agree.
  /// - Complexity: O(size · left bands · right bands).
  public static func * (left: BandOperator, right: BandOperator) -> BandOperator {
    precondition(left.size == right.size, "Operators of different sizes have no product.")
    let size = left.size
    var sums: [Int: [Complex]] = [:]
    for a in left.bands {
      let rows = max(0, -a.offset)..<max(min(size, size - a.offset), max(0, -a.offset))
      for b in right.bands {
        var values = sums[a.offset + b.offset] ?? Array(repeating: .zero, count: size)
        for row in rows { values[row] += a.values[row] * b.values[row + a.offset] }
        sums[a.offset + b.offset] = values
      }
    }
    var result = BandOperator(size: size)
    result.bands = sums.keys.sorted().compactMap { offset in
      let values = sums[offset] ?? []
      return values.contains { $0 != .zero } ? Band(offset: offset, values: values) : nil
    }
    return result
  }

  /// Adds `factor` · `self` · `vector` to `result`.
  ///
  /// - Precondition: Both have `size` elements.
  public func apply(
    to vector: [Complex], adding factor: Complex = .one, into result: inout [Complex]
  ) {
    precondition(
      vector.count == size && result.count == size, "A vector must have the operator's size.")
    let source = vector.span
    var target = result.mutableSpan
    for band in bands {
      let offset = band.offset
      let values = band.values.span
      let first = max(0, -offset)
      let last = min(size, size - offset)
      guard first < last else { continue }
      for row in first..<last {
        target[row] += factor * (values[row] * source[row + offset])
      }
    }
  }

  /// The image of a vector.
  ///
  /// - Precondition: The vector has `size` elements.
  public func image(of vector: [Complex]) -> [Complex] {
    var result = Array(repeating: Complex.zero, count: size)
    apply(to: vector, into: &result)
    return result
  }

  /// The largest sum of magnitudes over a row, a bound of the spectral radius.
  public var largestRowSum: Double {
    var sums = Array(repeating: 0.0, count: size)
    for band in bands {
      for row in 0..<size { sums[row] += band.values[row].magnitude }
    }
    return sums.max() ?? 0
  }

  /// Whether the operator equals its conjugate transpose, up to rounding.
  public var isHermitian: Bool {
    let difference = self - adjoint
    return difference.largestRowSum <= 1e-12 * max(1, largestRowSum)
  }
}
