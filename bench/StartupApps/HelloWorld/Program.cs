// What an app costs without a model.
Console.WriteLine("Hello, World!");
