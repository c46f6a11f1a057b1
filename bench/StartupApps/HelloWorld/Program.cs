// Measures the cost of an app without a model.
Console.WriteLine("Hello, World!");
