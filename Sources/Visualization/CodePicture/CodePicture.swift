// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

/// A code's layout: qubits as dots, stabilizers as coloured tiles, logical operators as lines.
///
/// Positions are in the code's own plane, y downwards; the picture scales them to its size.
public struct CodePicture: Drawing, Hashable {
  /// The kind of a tile, which decides its colour.
  public enum TileKind: Sendable, Hashable {
    case x, z, mixed
    /// A colour of a colour code, 0, 1 or 2.
    case face(Int)
  }

  /// A stabilizer.
  public struct Tile: Sendable, Hashable {
    /// What it measures.
    public var kind: TileKind
    /// The data qubits it touches, in any order.
    public var corners: [Point]
    /// Where its ancilla sits; a tile of two qubits bulges to that side.
    public var center: Point

    /// A tile over some data qubits.
    public init(_ kind: TileKind, corners: [Point], center: Point) {
      self.kind = kind
      self.corners = corners
      self.center = center
    }
  }

  /// A logical operator.
  public struct Line: Sendable, Hashable {
    /// The name written at its end; a line without is thin.
    public var label: String
    /// The qubits it runs through, in order.
    public var points: [Point]
    /// Whether it is an X or a Z operator.
    public var kind: TileKind

    /// A named line through data qubits.
    public init(_ label: String, points: [Point], kind: TileKind) {
      self.label = label
      self.points = points
      self.kind = kind
    }
  }

  /// What is shown, bold above the picture; may be empty.
  public var title: String
  /// A smaller line under the title; may be empty.
  public var subtitle: String = ""
  /// The data qubits.
  public var dataQubits: [Point] = []
  /// The ancilla qubits.
  public var ancillas: [Point] = []
  /// The stabilizers.
  public var tiles: [Tile] = []
  /// The logical operators.
  public var lines: [Line] = []
  /// The width in CSS pixels.
  public var width: Double
  /// The height in CSS pixels.
  public var height: Double
  /// The colours of page, words and frames.
  public var theme: Theme = .light

  /// An empty picture.
  public init(title: String = "", width: Double = 420, height: Double = 460) {
    self.title = title
    self.width = width
    self.height = height
  }
}
