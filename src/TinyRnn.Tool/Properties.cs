using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("TinyRnn.Tool.Tests")]
