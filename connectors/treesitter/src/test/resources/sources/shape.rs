use std::fmt;

/// A shape with an area.
#[derive(Debug, Clone)]
pub enum Shape {
    Circle(f64),
    Square(f64),
}

impl fmt::Display for Shape {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Shape::Circle(r) => write!(f, "circle {{{r}}}"),
            Shape::Square(a) => write!(f, "square {a}"),
        }
    }
}

pub fn area(shape: &Shape) -> f64 {
    match shape {
        Shape::Circle(r) => r * r * 3.14,
        Shape::Square(a) => a * a,
    }
}
