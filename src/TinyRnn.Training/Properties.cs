using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("TinyRnn.Training.Tests")]
