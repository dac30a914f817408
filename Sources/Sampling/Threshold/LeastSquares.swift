// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

/// The coefficients that minimize Σ w·(y − Σ c·basis)², by the normal equations; nil if they are singular.
///
/// The few parameters here are scaled to be of order one, so the normal equations lose nothing that
/// the data could tell.
func leastSquares(
  _ rows: [[Double]], _ values: [Double], weights: [Double]
) -> [Double]? {
  let count = rows.first?.count ?? 0
  var matrix = [[Double]](repeating: [Double](repeating: 0, count: count + 1), count: count)
  for (row, (value, weight)) in zip(rows, zip(values, weights)) {
    for i in 0..<count {
      for j in 0..<count { matrix[i][j] += weight * row[i] * row[j] }
      matrix[i][count] += weight * row[i] * value
    }
  }
  // Gaussian elimination with the largest pivot.
  for column in 0..<count {
    guard
      let pivot = (column..<count).max(by: { abs(matrix[$0][column]) < abs(matrix[$1][column]) }),
      abs(matrix[pivot][column]) > 1e-300
    else { return nil }
    matrix.swapAt(column, pivot)
    for row in 0..<count where row != column {
      let factor = matrix[row][column] / matrix[column][column]
      for entry in column...count { matrix[row][entry] -= factor * matrix[column][entry] }
    }
  }
  let solution = (0..<count).map { matrix[$0][count] / matrix[$0][$0] }
  return solution.allSatisfy(\.isFinite) ? solution : nil
}

/// The place of a minimum of a function of two variables (Nelder and Mead, 1965).
///
/// - Parameters:
///   - start: Where to begin.
///   - step: How far the first triangle reaches.
///   - tolerance: How small the triangle becomes.
///   - cost: What to minimize.
/// - Returns: The place, and the cost there.
func minimize(
  from start: (Double, Double), step: (Double, Double), tolerance: Double = 1e-9,
  _ cost: (Double, Double) -> Double
) -> (place: (Double, Double), cost: Double) {
  typealias Vertex = (x: Double, y: Double, cost: Double)
  func vertex(_ x: Double, _ y: Double) -> Vertex { (x, y, cost(x, y)) }
  var simplex = [
    vertex(start.0, start.1), vertex(start.0 + step.0, start.1),
    vertex(start.0, start.1 + step.1),
  ]
  for _ in 0..<400 {
    simplex.sort { $0.cost < $1.cost }
    let (best, middle, worst) = (simplex[0], simplex[1], simplex[2])
    let size = max(
      abs(best.x - worst.x), abs(best.y - worst.y), abs(best.x - middle.x),
      abs(best.y - middle.y))
    if size < tolerance { break }
    let (cx, cy) = ((best.x + middle.x) / 2, (best.y + middle.y) / 2)
    func along(_ factor: Double) -> Vertex {
      vertex(cx + factor * (worst.x - cx), cy + factor * (worst.y - cy))
    }
    let reflected = along(-1)
    if reflected.cost < best.cost {
      let expanded = along(-2)
      simplex[2] = expanded.cost < reflected.cost ? expanded : reflected
    } else if reflected.cost < middle.cost {
      simplex[2] = reflected
    } else {
      let contracted = along(reflected.cost < worst.cost ? -0.5 : 0.5)
      if contracted.cost < min(reflected.cost, worst.cost) {
        simplex[2] = contracted
      } else {
        for index in 1...2 {
          simplex[index] = vertex(
            (best.x + simplex[index].x) / 2, (best.y + simplex[index].y) / 2)
        }
      }
    }
  }
  simplex.sort { $0.cost < $1.cost }
  return ((simplex[0].x, simplex[0].y), simplex[0].cost)
}
