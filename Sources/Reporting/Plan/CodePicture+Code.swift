// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

public import CodeConstructions
import Glibc
import PauliAlgebra
public import Visualization

extension CodePicture {
  /// The layout of a code in the plane, or nil where its checks have no shape there.
  ///
  /// Checks that reach around a torus are shown by their ancilla alone.
  ///
  /// - Parameters:
  ///   - code: The code.
  ///   - title: What is shown above the picture.
  public init?(of code: StabilizerCode, title: String) {
    self.init(title: title, width: 340, height: 380)
    let places = code.positions.map { Point($0.first ?? 0, $0.count > 1 ? $0[1] : 0) }
    dataQubits = places
    subtitle = "\(code.qubitCount) data + \(code.checks.count) ancilla qubits"
    let reach = 1.7 * CodePicture.spacing(places)
    var kinds: [Set<Int>: Int] = [:]
    for check in code.checks {
      let center = Point(
        check.position.first ?? 0, check.position.count > 1 ? check.position[1] : 0)
      ancillas.append(center)
      let corners = check.factors.map { places[$0.qubit] }
      let middle = Point(
        corners.map(\.x).reduce(0, +) / Double(max(corners.count, 1)),
        corners.map(\.y).reduce(0, +) / Double(max(corners.count, 1)))
      guard corners.allSatisfy({ hypot($0.x - middle.x, $0.y - middle.y) <= reach }),
        corners.count == 2 || CodePicture.hasArea(corners)
      else { continue }
      let support = Set(check.factors.map(\.qubit))
      if let twin = kinds[support] {
        // An X and a Z check on the same qubits, as in colour codes.
        tiles[twin].kind = .mixed
        continue
      }
      kinds[support] = tiles.count
      let kind: TileKind =
        switch check.uniformPauli {
        case .x: .x
        case .z: .z
        default: .mixed
        }
      tiles.append(Tile(kind, corners: corners, center: center))
    }
    if tiles.isEmpty { return nil }
    if tiles.count == code.checks.count, code.logicals.count == 1 { addLogicals(code, places) }
  }

  /// Logical operators that are straight lines.
  private mutating func addLogicals(_ code: StabilizerCode, _ places: [Point]) {
    for pair in code.logicals {
      for (label, operators, kind) in [("X", pair.x, TileKind.x), ("Z", pair.z, .z)] {
        let points = operators.map { places[$0.qubit] }.sorted { ($0.x, $0.y) < ($1.x, $1.y) }
        guard points.count > 1, !CodePicture.hasArea(points) else { continue }
        lines.append(Line(label, points: points, kind: kind))
      }
    }
  }

  /// The least distance between two places; 1 if there are none.
  private static func spacing(_ places: [Point]) -> Double {
    var least = Double.infinity
    for (index, first) in places.enumerated() {
      for second in places[(index + 1)...] {
        least = min(least, hypot(first.x - second.x, first.y - second.y))
      }
    }
    return least.isFinite && least > 0 ? least : 1
  }

  /// Whether the points do not all lie on one line.
  private static func hasArea(_ points: [Point]) -> Bool {
    guard let first = points.first, points.count > 2 else { return false }
    let (dx, dy) = (points[1].x - first.x, points[1].y - first.y)
    return points.contains { abs(dx * ($0.y - first.y) - dy * ($0.x - first.x)) > 1e-9 }
  }
}
