// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

public import CodeConstructions
import Glibc
import PauliAlgebra
public import Visualization

extension CodePicture {
  /// The layout of a code in the plane, or nil where its checks have no shape there.
  ///
  /// Checks that reach around a torus are shown by their ancilla alone. Where every check has a twin of the
  /// other type, as in colour codes, and in Floquet codes, neighbouring tiles differ in colour.
  ///
  /// - Parameters:
  ///   - code: The code.
  ///   - title: What is shown above the picture.
  public init?(of code: any QuantumCode, title: String) {
    self.init(code, title: title)
    let reach = 1.7 * CodePicture.spacing(dataQubits)
    // The stabilizers of a code of pair measurements reach far; the pairs show its structure.
    let isOfPairs = code is SubsystemCode && code.weights.upperBound == 2
    let shown = isOfPairs ? code.measuredOperators : code.checks
    var kinds: [Set<Int>: Int] = [:]
    var supports: [Set<Int>] = []
    for check in shown {
      let corners = check.factors.map { dataQubits[$0.qubit] }
      let middle = Point(
        corners.map(\.x).reduce(0, +) / Double(max(corners.count, 1)),
        corners.map(\.y).reduce(0, +) / Double(max(corners.count, 1)))
      guard corners.allSatisfy({ hypot($0.x - middle.x, $0.y - middle.y) <= reach }),
        corners.count == 2 || CodePicture.hasArea(corners)
      else { continue }
      let support = Set(check.factors.map(\.qubit))
      if let twin = kinds[support] {
        tiles[twin].kind = .mixed
        continue
      }
      kinds[support] = tiles.count
      supports.append(support)
      let center = CodePicture.place(check.position)
      tiles.append(Tile(CodePicture.kind(check), corners: corners, center: center))
    }
    if tiles.isEmpty { return nil }
    let isThreeColoured = supports.count * 2 == shown.count || code is FloquetCode
    if isThreeColoured, let colours = CodePicture.threeColouring(supports) {
      for (index, colour) in colours.enumerated() { tiles[index].kind = .face(colour) }
    }
    if tiles.count == shown.count, code.logicals.count == 1 { addLogicals(code, dataQubits) }
  }

  /// A code without shape in the plane: its qubits, and the reach of one X and one Z operator.
  public init(graphOf code: any QuantumCode, title: String) {
    self.init(code, title: title)
    for pauli in [Pauli.x, .z] {
      let chosen = code.measuredOperators.filter { $0.uniformPauli == pauli }
      // The one that reaches least far is the easiest to see.
      let first = (chosen.isEmpty ? code.measuredOperators : chosen)
        .min { reach(of: $0) < reach(of: $1) }
      guard let first else { continue }
      let center = CodePicture.place(first.position)
      for factor in first.factors {
        lines.append(
          Line("", points: [center, dataQubits[factor.qubit]], kind: CodePicture.kind(first)))
      }
    }
  }

  private func reach(of check: StabilizerCode.Check) -> Double {
    let center = CodePicture.place(check.position)
    return check.factors.reduce(0) { sum, factor in
      sum + hypot(dataQubits[factor.qubit].x - center.x, dataQubits[factor.qubit].y - center.y)
    }
  }

  /// The qubits of a code, without tiles.
  private init(_ code: any QuantumCode, title: String) {
    self.init(title: title, width: 340, height: 380)
    dataQubits = code.positions.map(CodePicture.place)
    ancillas = code.measuredOperators.map { CodePicture.place($0.position) }
    subtitle = "\(code.qubitCount) data + \(ancillas.count) ancilla qubits"
  }

  private static func place(_ position: [Double]) -> Point {
    Point(position.first ?? 0, position.count > 1 ? position[1] : 0)
  }

  private static func kind(_ check: StabilizerCode.Check) -> TileKind {
    switch check.uniformPauli {
    case .x: .x
    case .z: .z
    default: .mixed
    }
  }

  /// Colours, 0 to 2, that differ where two tiles share an edge; nil if three do not suffice.
  ///
  /// The tile whose neighbours leave the fewest colours comes next, which finds the colouring of a
  /// three-coloured lattice from any start.
  private static func threeColouring(_ supports: [Set<Int>]) -> [Int]? {
    let neighbours = supports.indices.map { index in
      supports.indices.filter {
        $0 != index && supports[$0].intersection(supports[index]).count > 1
      }
    }
    var colours = [Int?](repeating: nil, count: supports.count)
    func free(_ index: Int) -> [Int] {
      let taken = Set(neighbours[index].compactMap { colours[$0] })
      return (0..<3).filter { !taken.contains($0) }
    }
    for _ in supports.indices {
      let open = supports.indices.filter { colours[$0] == nil }
      guard let next = open.min(by: { free($0).count < free($1).count }),
        let colour = free(next).first
      else { return nil }
      colours[next] = colour
    }
    return colours.compactMap(\.self)
  }

  /// Logical operators that are straight lines.
  private mutating func addLogicals(_ code: any QuantumCode, _ places: [Point]) {
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
